import type { LanguageMap } from '../courses/course-structure.ts';

/** BCP 47, as far as the shape goes. */
const TAG = /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i;

export function isLanguageTag(text: string | undefined): text is string {
  return text !== undefined && TAG.test(text);
}

/** The first text of a language counts; a tag that is none counts as `und`. */
export function languageMap(
  texts: { language: string | undefined; text: string | undefined }[],
): LanguageMap {
  const byTag = new Map<string, string>();
  for (const { language, text } of texts) {
    const tag = isLanguageTag(language) ? language : 'und';
    if (text !== undefined && !byTag.has(tag)) byTag.set(tag, text);
  }
  return Object.fromEntries(byTag);
}

/** For where there is room for one text: the first. */
export function firstText(map: LanguageMap): string | undefined {
  return Object.values(map)[0];
}
