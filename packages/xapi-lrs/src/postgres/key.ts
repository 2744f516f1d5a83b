import { hash } from 'node:crypto';

/** A 64-bit integer in decimal: what of `statement_key` a condition is looked up by. */
export type Key = string;

/** The keys of one agent or activity; which one a statement has, tells how it names it. */
export interface Keys {
  /** Filters find it in any case. */
  direct: Key;
  /** Only with `related_agents` or `related_activities`. */
  related: Key;
  /** As `related`; `statements/read/mine` looks for this one alone. */
  authority: Key;
}

/** The relation is the last two bits of a key. */
const DIRECT = 0n;
const RELATED = 1n;
const AUTHORITY = 2n;
const RELATION_BITS = 3n;

export const verbKey = remembered((id) => directKey(`verb:${id}`));
/** Not remembered: most come once. */
export const registrationKey = (id: string): Key => directKey(`registration:${id}`);
export const activityKeys = remembered((id) => keysOf(`activity:${id}`));
export const agentKeys = remembered((ifi) => keysOf(`agent:${ifi}`));

/** What a key of a statement becomes for the statements that refer to it. */
export function referredKey(key: Key): Key {
  const number = BigInt(key);
  return relationOf(number) === AUTHORITY ? withRelation(number, RELATED) : key;
}

/** Whether who looks for the key finds what has these keys already. */
export function isFoundBy(key: Key, keys: ReadonlySet<Key>): boolean {
  if (keys.has(key)) return true;
  const number = BigInt(key);
  if (relationOf(number) !== RELATED) return false;
  return keys.has(withRelation(number, DIRECT)) || keys.has(withRelation(number, AUTHORITY));
}

/** Any text as a number that takes its place in indexes. */
export function hashNumber(text: string): string {
  return numberOf(text).toString();
}

/** Any texts as a UUID that takes their place in keys. */
export function hashUuid(...parts: (string | null)[]): string {
  return hash('sha256', JSON.stringify(parts)).slice(0, 32);
}

const numberOf = (text: string): bigint =>
  BigInt.asIntN(64, BigInt(`0x${hash('sha256', text).slice(0, 16)}`));

const directKey = (text: string): Key => withRelation(numberOf(text), DIRECT);

function keysOf(text: string): Keys {
  const number = numberOf(text);
  return {
    direct: withRelation(number, DIRECT),
    related: withRelation(number, RELATED),
    authority: withRelation(number, AUTHORITY),
  };
}

const REMEMBERED_MAX = 10_000;

/** Statements name the same few over and over. */
function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(text, made);
    return made;
  };
}

const relationOf = (number: bigint): bigint => number & RELATION_BITS;

function withRelation(number: bigint, relation: bigint): Key {
  return BigInt.asIntN(64, (number & ~RELATION_BITS) | relation).toString();
}
