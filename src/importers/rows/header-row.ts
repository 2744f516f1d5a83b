import { cardRoleOf, personRoleOf } from './header-words.ts';
import type { Row } from './table.ts';

const LONGEST_HEADER = 60;

/**
 * Whether the first row names the columns: short, distinct texts, of which two (or all) are known
 * words that do not come again below, or which stand over a column of numbers.
 */
export function hasHeaderRow(sample: Row[]): boolean {
  const [first, ...rest] = sample;
  if (!first || !looksLikeNames(first.cells)) return false;
  const filled = first.cells.filter((cell) => cell !== '');
  const known = filled.filter(isKnown);
  const needed = Math.min(2, filled.length);
  if (known.length >= needed && !repeatsBelow(known, rest)) return true;
  return first.cells.some((cell, index) => standsOverNumbers(cell, index, rest));
}

/** Whether rows are people: an e-mail address beside something that names a person. */
export function hasPersonHeader(sample: Row[]): boolean {
  const roles = new Set(sample[0]?.cells.map(personRoleOf));
  const named = ['displayName', 'givenName', 'familyName', 'externalId'] as const;
  return roles.has('email') && named.some((role) => roles.has(role));
}

function looksLikeNames(cells: string[]): boolean {
  const filled = cells.filter((cell) => cell !== '').map((cell) => cell.toLowerCase());
  const short = filled.every((cell) => cell.length <= LONGEST_HEADER && !cell.includes('\n'));
  return filled.length > 0 && short && new Set(filled).size === filled.length;
}

function isKnown(cell: string): boolean {
  return cardRoleOf(cell) !== undefined || personRoleOf(cell) !== undefined;
}

/** A list of words may begin with a pair such as "word, Wort". */
function repeatsBelow(known: string[], rest: Row[]): boolean {
  return rest.some(({ cells }) => cells.filter(isKnown).length >= known.length);
}

function standsOverNumbers(header: string, index: number, rest: Row[]): boolean {
  if (header === '' || isNumber(header) || rest.length < 2) return false;
  return rest.every(({ cells }) => isNumber(cells[index] ?? ''));
}

function isNumber(cell: string): boolean {
  return /^[-+]?\d[\d.,\s]*%?$/.test(cell);
}
