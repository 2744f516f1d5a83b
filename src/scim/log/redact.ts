import { hidden, REDACTED } from './hidden-attributes.ts';
import { redactFilter } from './redact-filter.ts';

/** What says of a hidden value which one it is. */
const telling = new Set(['type', 'primary', 'op']);
/** What may name values itself. */
const filters = new Set(['path', 'filter']);
/** Of a list, and of a text. */
const MOST_ITEMS = 50;
const MOST_CHARACTERS = 2_000;
const DEEPEST = 12;

export interface Redacted {
  value: unknown;
  /** Whether nothing is missing but what is hidden. */
  isWhole: boolean;
}

interface Reading {
  /** Set where something was cut. */
  isCut: boolean;
}

/**
 * A body as the log keeps it: names, user names and e-mails stay, by which a mistake is found; what
 * else tells of somebody, and secrets, are hidden in their places. Long lists and texts are cut.
 */
export function redact(body: unknown): Redacted {
  const reading: Reading = { isCut: false };
  const value = redactValue(body, reading, { depth: 0, hides: false });
  return { value, isWhole: !reading.isCut };
}

interface Within {
  depth: number;
  /** Whether an attribute above is hidden. */
  hides: boolean;
}

function redactValue(value: unknown, reading: Reading, { depth, hides }: Within): unknown {
  if (typeof value === 'string') return hides ? REDACTED : short(value, reading);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) {
    reading.isCut = true;
    return null;
  }
  const below = { depth: depth + 1, hides };
  if (Array.isArray(value)) {
    if (value.length > MOST_ITEMS) reading.isCut = true;
    return value.slice(0, MOST_ITEMS).map((item) => redactValue(item, reading, below));
  }
  const hidesValue = namesHidden(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      const name = key.toLowerCase();
      if (typeof part === 'string' && filters.has(name)) return [key, filterOf(part, reading)];
      if (telling.has(name) && typeof part !== 'object') return [key, part];
      const isValue = name === 'value';
      const hidesPart = hides || isHidden(key) || (isValue && hidesValue);
      return [key, redactValue(part, reading, { depth: depth + 1, hides: hidesPart })];
    }),
  );
}

function filterOf(filter: string, reading: Reading): string {
  const kept = redactFilter(filter);
  // It would mean something else in a replay.
  if (kept !== filter) reading.isCut = true;
  return short(kept, reading);
}

function short(text: string, reading: Reading): string {
  if (text.length <= MOST_CHARACTERS) return text;
  reading.isCut = true;
  return `${text.slice(0, MOST_CHARACTERS)}…`;
}

/** Also below a URN, with a filter, or before a sub-attribute. */
function isHidden(path: string): boolean {
  const [attribute = ''] = path.split('[');
  const [name = ''] = attribute.slice(attribute.lastIndexOf(':') + 1).split('.');
  return hidden.has(name.toLowerCase());
}

/** An operation of a PATCH names in "path" what its "value" is. */
function namesHidden(operation: object): boolean {
  const path = Object.entries(operation).find(([key]) => key.toLowerCase() === 'path')?.[1];
  return typeof path === 'string' && isHidden(path);
}
