import { cardRoleOf, personRoleOf } from './header-words.ts';
import type { Row } from './table.ts';

const LONGEST_HEADER = 60;

/**
 * Whether the first row names the columns: short, distinct texts, of which two (or all) are known
 * words unlike any below, or which stand over a column of numbers.
 */
export function hasHeaderRow(sample: Row[]): boolean {
  const [first, ...rest] = sample;
  if (!first || !looksLikeNames(first.cells)) return false;
  const filled = first.cells.filter((cell) => cell !== '');
  const known = countKnown(filled);
  if (known >= Math.min(2, filled.length) && !repeatsBelow(known, rest)) return true;
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

/** Two words for the same role, such as "word, Wort", are rather a pair to learn. */
function countKnown(cells: string[]): number {
  const roles = cells.map((cell) => {
    const role = cardRoleOf(cell) ?? personRoleOf(cell);
    return role === 'field' ? cell.toLowerCase() : role;
  });
  return new Set(roles.filter((role) => role !== undefined)).size;
}

/** A list of words may begin with one such as "Deutsch, German", and go on with "English". */
function repeatsBelow(known: number, rest: Row[]): boolean {
  return known > 0 && rest.some(({ cells }) => countKnown(cells) >= known);
}

function standsOverNumbers(header: string, index: number, rest: Row[]): boolean {
  if (header === '' || isNumber(header) || rest.length < 2) return false;
  return rest.every(({ cells }) => isNumber(cells[index] ?? ''));
}

function isNumber(cell: string): boolean {
  return /^[-+]?\d[\d.,\s]*%?$/.test(cell);
}
