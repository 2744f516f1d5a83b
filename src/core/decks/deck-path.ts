import { storableText } from '../../platform/storable-json.ts';

const SEPARATOR = '::';

/** Titles from the root down as one text. */
export function joinPath(titles: readonly string[]): string {
  return titles.join(SEPARATOR);
}

export function splitPath(path: string): string[] {
  return path.split(SEPARATOR);
}

/** Titles that can stand in a path: trimmed, split where they hold the separator, none empty. */
export function normalTitles(titles: readonly string[]): string[] {
  const normal = titles
    .flatMap(splitPath)
    .map((title) => storableText(title).trim())
    .filter((title) => title !== '');
  return normal.length > 0 ? normal : ['Untitled'];
}
