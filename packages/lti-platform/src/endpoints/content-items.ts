import type { ContentItem, DeepLinkSession } from '../launch/deep-link-sessions.ts';
import { deepLinkRules as rules } from '../rules/rules.ts';
import type { Rule } from '../violations.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isItem = (value: unknown): value is ContentItem =>
  isObject(value) && typeof value.type === 'string';

/** The items of the claim; one that is not there chose nothing. */
export function itemsOf(value: unknown): ContentItem[] | undefined {
  if (value === undefined) return [];
  return Array.isArray(value) && value.every(isItem) ? value : undefined;
}

/** What the items break of Deep Linking 2.0 3 and of this session's settings. */
export function brokenItemRules(
  items: readonly ContentItem[],
  { settings }: DeepLinkSession,
): [Rule, string][] {
  const broken: [Rule, string][] = [];
  if (!settings.accept_multiple && items.length > 1) {
    broken.push([rules.multiple, `${items.length} items`]);
  }
  for (const item of items) {
    if (!settings.accept_types.includes(item.type)) broken.push([rules.types, item.type]);
    if (item.lineItem !== undefined) {
      if (!settings.accept_lineitem) broken.push([rules.lineItem, 'a line item']);
      if (!isLineItem(item.lineItem)) broken.push([rules.items, JSON.stringify(item.lineItem)]);
    }
    if (!hasTextOnly(item.custom)) broken.push([rules.custom, JSON.stringify(item.custom)]);
    if (!hasWhatItNeeds(item)) broken.push([rules.items, JSON.stringify(item)]);
  }
  return broken;
}

const isLineItem = (value: unknown) =>
  isObject(value) && typeof value.scoreMaximum === 'number' && value.scoreMaximum > 0;

const hasTextOnly = (custom: unknown) =>
  custom === undefined ||
  (isObject(custom) && Object.values(custom).every((value) => typeof value === 'string'));

function hasWhatItNeeds({ type, url, html }: ContentItem): boolean {
  const isUrl = typeof url === 'string' && URL.canParse(url);
  if (type === 'html') return typeof html === 'string';
  if (type === 'link' || type === 'file' || type === 'image') return isUrl;
  return url === undefined || isUrl;
}
