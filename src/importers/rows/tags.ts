import { cleanText } from '../clean-text.ts';
import type { Row } from './table.ts';

const LONGEST_TAG = 200;
const LIST = /[,;，、；\n]+/;
const WORDS = /[,;，、；\s]+/;

/** Tags stand between commas or semicolons where a column uses them, else between spaces (Anki). */
export function tagSeparator(sample: Row[], index: number): RegExp {
  return sample.some(({ cells }) => LIST.test(cells[index] ?? '')) ? LIST : WORDS;
}

export function splitTags(cell: string, separator: RegExp = WORDS): string[] {
  const tags = cleanText(cell)
    .split(separator)
    .map((tag) => tag.trim().slice(0, LONGEST_TAG))
    .filter((tag) => tag !== '');
  return [...new Set(tags)];
}
