import { sanitise } from '../html/safe-html.ts';
import type { MediaResolver, RenderContext } from '../rendered-atom.ts';
import type { Template, TemplateNode } from './template.ts';

/** A slot's place in HTML, or a tag (which may hold such places in its attributes). */
const TAG_OR_SLOT = /(<[^>]*>)|\uE000(\d+)\uE001/g;
const SLOT = /\uE000(\d+)\uE001/g;
const REMEMBERED = 500;

/**
 * A template with its conditions decided and its HTML made safe, fields still open. Made once per
 * outcome of the conditions, so that a deck's notes do not pass the sanitiser one by one.
 */
export interface Skeleton {
  /** Safe HTML, with slot numbers between. */
  parts: (string | number)[];
  /** Set where a field stands within a tag: then all is filled in first and made safe after. */
  unsafe?: string;
  slots: number[];
  problems: ReadonlySet<string>;
  /** Whose media the HTML refers to, when it refers to any. */
  media: MediaResolver | undefined;
}

/** One side of a card template, with the skeletons met so far. */
export interface TemplateSide {
  template: Template;
  skeletons: Map<string, Skeleton>;
}

/** What fills the slots. */
export interface SlotValues {
  isSet(name: string): boolean;
  /** Safe HTML. */
  safe(slot: number): string;
  /** HTML as the author wrote it; undefined for what is only ever safe HTML of our own. */
  written(slot: number): string | undefined;
}

export function skeletonOf(
  side: TemplateSide,
  values: SlotValues,
  { media }: RenderContext,
): Skeleton {
  const outline = outlineOf(side.template.nodes, values);
  const known = side.skeletons.get(outline);
  if (known && (known.media === undefined || known.media === media)) return known;
  if (side.skeletons.size >= REMEMBERED) side.skeletons.clear();
  const made = makeSkeleton(outline, media);
  side.skeletons.set(outline, made);
  return made;
}

function outlineOf(nodes: TemplateNode[], values: SlotValues): string {
  let out = '';
  for (const node of nodes) {
    if (node.type === 'text') out += node.html;
    else if (node.type !== 'section') out += `\uE000${node.slot}\uE001`;
    else if (values.isSet(node.name) === (node.shownWhen === 'set'))
      out += outlineOf(node.nodes, values);
  }
  return out;
}

function makeSkeleton(outline: string, media: MediaResolver): Skeleton {
  let usesMedia = false;
  const problems = new Set<string>();
  const watched = (name: string) => {
    usesMedia = true;
    return media(name);
  };
  const slots = [...outline.matchAll(SLOT)].map(([, slot]) => Number(slot));
  if (hasSlotInTag(outline))
    return { parts: [], unsafe: outline, slots, problems, media: undefined };
  const html = sanitise(outline, { media: watched, problems });
  const parts: (string | number)[] = [];
  let at = 0;
  for (const match of html.matchAll(SLOT)) {
    parts.push(html.slice(at, match.index), Number(match[1]));
    at = match.index + match[0].length;
  }
  parts.push(html.slice(at));
  const owner = usesMedia ? media : undefined;
  return hasSlotInTag(html)
    ? { parts: [], unsafe: outline, slots, problems, media: owner }
    : { parts, slots, problems, media: owner };
}

function hasSlotInTag(html: string): boolean {
  for (const [, tag] of html.matchAll(TAG_OR_SLOT)) if (tag?.includes('\uE000')) return true;
  return false;
}

export function fillSkeleton(
  skeleton: Skeleton,
  values: SlotValues,
  context: RenderContext,
): string {
  if (skeleton.unsafe === undefined) {
    let html = '';
    for (const part of skeleton.parts) html += typeof part === 'string' ? part : values.safe(part);
    return html;
  }
  const written = skeleton.unsafe.replace(SLOT, (token, slot) => {
    return values.written(Number(slot))?.replace(/[\uE000\uE001]/g, '') ?? token;
  });
  // Values that are HTML of our own may only stand where a tag may begin.
  return sanitise(written, context).replace(TAG_OR_SLOT, (_, tag, slot) => {
    return tag === undefined ? values.safe(Number(slot)) : tag.replace(SLOT, '');
  });
}
