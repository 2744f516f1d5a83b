import type { LanguageMap } from '../statement.ts';

/** A range of languages that a reader takes, `*` for any. */
interface Range {
  language: string;
  quality: number;
}

/** Chooses one language of a map for a reader. */
export type ChooseLanguage = (map: LanguageMap) => LanguageMap;

/**
 * Lookup by an Accept-Language header (RFC 9110 12.5.4): for each range, from the best down, the same tag,
 * one that goes on from it, or one that it goes on from (RFC 4647 3.4). A map of which the reader takes
 * no language keeps its first that is not excluded: one entry is always better than none.
 */
export function languageChooser(acceptLanguage: string | undefined): ChooseLanguage {
  const ranges = rangesOf(acceptLanguage ?? '');
  const wanted = ranges.filter(({ quality }) => quality > 0);
  const unwanted = ranges.filter(({ quality }) => quality === 0).map(({ language }) => language);
  return (map) => {
    const tags = Object.keys(map);
    if (tags.length < 2) return map;
    const tag = bestOf(tags, wanted, unwanted);
    const text = tag === undefined ? undefined : map[tag];
    return tag === undefined || text === undefined ? map : { [tag]: text };
  };
}

function bestOf(
  tags: readonly string[],
  wanted: readonly Range[],
  unwanted: readonly string[],
): string | undefined {
  const allowed = tags.filter(
    (tag) =>
      !unwanted.some((language) => goesOn(tag, language)) ||
      wanted.some(({ language }) => language === tag.toLowerCase()),
  );
  for (const { language } of wanted) {
    const tag = language === '*' ? unnamedOf(allowed, wanted) : matchOf(language, allowed);
    if (tag !== undefined) return tag;
  }
  return allowed[0] ?? tags[0];
}

function matchOf(language: string, tags: readonly string[]): string | undefined {
  return (
    tags.find((tag) => tag.toLowerCase() === language) ??
    tags.find((tag) => goesOn(tag, language)) ??
    shorterThan(language, tags)
  );
}

/** `*` stands for what no other range names. */
function unnamedOf(tags: readonly string[], ranges: readonly Range[]): string | undefined {
  return tags.find((tag) => !ranges.some(({ language }) => goesOn(tag, language)));
}

/** `en-GB` goes on from `en`. */
function goesOn(tag: string, language: string): boolean {
  return `${tag.toLowerCase()}-`.startsWith(`${language}-`);
}

function shorterThan(language: string, tags: readonly string[]): string | undefined {
  for (let end = language.lastIndexOf('-'); end > 0; end = language.lastIndexOf('-', end - 1)) {
    const shorter = language.slice(0, end);
    const tag = tags.find((each) => each.toLowerCase() === shorter);
    if (tag !== undefined) return tag;
  }
  return undefined;
}

function rangesOf(header: string): Range[] {
  return header
    .split(',')
    .map(rangeOf)
    .filter(({ language }) => language !== '')
    .sort((a, b) => b.quality - a.quality);
}

function rangeOf(part: string): Range {
  const [language = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const parsed = quality === undefined ? 1 : Number(quality);
  return { language, quality: parsed >= 0 && parsed <= 1 ? parsed : 1 };
}
