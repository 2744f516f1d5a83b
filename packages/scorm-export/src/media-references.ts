import type { PlayerContent, PlayerItem } from '@crosswalk/player/content';
import { PackageError } from './package-error.ts';

const attribute =
  /\b(?<name>src|href|poster|data|srcset)\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s>"']+))/gi;
const cssUrl = /url\(\s*["']?(?<url>[^"')]*)/gi;
const prefix = 'media/';

/** Flat and plain ASCII: such a name means the same file in every LMS, file system and URL. */
const safeName = /^[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*$/;
const longestName = 200;

/** The media files that a deck uses, by name without `media/`, sorted; an unsafe one is refused. */
export function mediaReferences(content: PlayerContent): string[] {
  const names = namesIn(markupOf(content));
  const unsafe = [...names].filter((name) => !safeName.test(name) || name.length > longestName);
  if (unsafe.length > 0) {
    throw new PackageError(
      'unsafe-media-name',
      'Media names may have only letters, digits, dot, dash and underscore, and no folders:',
      unsafe.map((name) => ({ at: prefix + name, message: 'is not a safe name' })),
    );
  }
  return [...names].sort();
}

/** Those of one item, in the order in which it names them. */
export function itemReferences(item: PlayerItem): ReadonlySet<string> {
  return namesIn(itemMarkup(item));
}

function namesIn(markups: Iterable<string>): Set<string> {
  const names = new Set<string>();
  for (const markup of markups) {
    for (const url of urlsIn(markup)) {
      if (url.startsWith(prefix)) names.add(url.slice(prefix.length));
    }
  }
  return names;
}

function* urlsIn(markup: string): Generator<string> {
  for (const { groups } of markup.matchAll(attribute)) {
    const value = groups?.double ?? groups?.single ?? groups?.bare ?? '';
    const urls = groups?.name?.toLowerCase() === 'srcset' ? value.split(',') : [value];
    yield* urls.map(resourceName);
  }
  for (const { groups } of markup.matchAll(cssUrl)) yield resourceName(groups?.url ?? '');
}

/** `./media/a.png#t=10` -> `media/a.png`; a `srcset` candidate loses its width. */
function resourceName(url: string): string {
  return (
    url
      .trim()
      .replace(/^\.\//, '')
      .split(/[?#\s]/, 1)[0] ?? ''
  );
}

function* markupOf(content: PlayerContent): Generator<string> {
  if (content.styles) yield content.styles;
  for (const item of content.items) yield* itemMarkup(item);
}

function* itemMarkup(item: PlayerItem): Generator<string> {
  yield item.front;
  if ('back' in item && item.back) yield item.back;
  if (item.kind !== 'choice') return;
  for (const { html, feedback } of item.options) {
    yield html;
    if (feedback) yield feedback;
  }
}
