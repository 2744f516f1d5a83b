import { createHash } from 'node:crypto';
import { cleanText } from '../clean-text.ts';

const MOST_LEVELS = 20;
const LONGEST_NAME = 400;

/** `Geography::Europe` -> `["Geography", "Europe"]`; levels beyond the 20th are joined to it. */
export function deckPath(name: string): string[] {
  const parts = cleanText(name)
    .split('::')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const levels = [...parts.slice(0, MOST_LEVELS - 1)];
  if (parts.length >= MOST_LEVELS) levels.push(parts.slice(MOST_LEVELS - 1).join(' '));
  return levels.length > 0 ? levels.map((level) => level.slice(0, LONGEST_NAME)) : ['Import'];
}

export function deckKey(path: string[]): string {
  return stableKey('deck', path);
}

/** The same for the same texts, in any import: that is what makes a second import an update. */
export function stableKey(kind: 'deck' | 'columns' | 'row', texts: string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(texts)).digest('hex');
  return `${kind}:${digest.slice(0, 32)}`;
}
