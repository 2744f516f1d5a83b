import type { Answer } from '../http/answer.ts';
import type {
  ContentItem,
  DeepLinkResponse,
  DeepLinkSession,
} from '../launch/deep-link-sessions.ts';
import type { Platform } from '../platform.ts';
import { leaveFrame } from './layout.ts';

/** Puts what the tool sent into the course: links, and columns for those with points. */
export function takeContent(
  platform: Platform,
  session: DeepLinkSession,
  { items }: DeepLinkResponse,
): Answer {
  const { courseId, clientId } = session;
  if (courseId === null) return leaveFrame('/');
  for (const item of items) {
    if (item.type === 'ltiResourceLink') takeLink(platform, { courseId, clientId, item });
  }
  return leaveFrame(`/courses/${courseId}`);
}

function takeLink(
  { courses, gradebook, tools }: Platform,
  { courseId, clientId, item }: { courseId: string; clientId: string; item: ContentItem },
): void {
  const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
  const tool = tools().find((one) => one.clientId === clientId);
  const title = text(item.title) ?? 'An activity';
  const link = courses.addLink(courseId, {
    title,
    url: text(item.url) ?? tool?.targetLinkUri ?? '',
    custom: textsOf(item.custom),
  });
  const given = recordOf(item.lineItem);
  if (typeof given.scoreMaximum !== 'number') return;
  const [resourceId, tag] = [text(given.resourceId), text(given.tag)];
  gradebook.addLineItem({
    ...{ courseId, clientId, resourceLinkId: link.id, scoreMaximum: given.scoreMaximum },
    label: text(given.label) ?? title,
    ...(resourceId && { resourceId }),
    ...(tag && { tag }),
  });
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).map(([name, given]) => [name, String(given)]),
  );
}
