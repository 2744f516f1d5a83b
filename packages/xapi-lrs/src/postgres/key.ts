import { hash } from 'node:crypto';

/** A 64-bit integer in decimal: what of `statement_key` a condition is looked up by. */
export type Key = string;

/**
 * How a statement names it, in the last two bits of a key: 0 so that it is found in any case, 1 only
 * with `related_agents` or `related_activities`, 2 as the authority, which is related too.
 */
const RELATED = 1n;
const AUTHORITY = 2n;
const RELATION_BITS = 3n;

const KNOWN_MAX = 20_000;
const known = new Map<string, Key>();

export const verbKey = (id: string): Key => keyOf('verb', id);
export const registrationKey = (id: string): Key => keyOf('registration', id);
export const activityKey = (id: string): Key => keyOf('activity', id);
export const agentKey = (ifi: string): Key => keyOf('agent', ifi);

export const relatedKey = (key: Key): Key => withRelation(key, RELATED);
export const authorityKey = (key: Key): Key => withRelation(key, AUTHORITY);

/** What a key of a statement becomes for the statements that refer to it. */
export function referredKey(key: Key): Key {
  return (BigInt(key) & RELATION_BITS) === AUTHORITY ? relatedKey(key) : key;
}

/** Whether who looks for the key finds what has these keys already. */
export function isFoundBy(key: Key, keys: ReadonlySet<Key>): boolean {
  if (keys.has(key)) return true;
  if ((BigInt(key) & RELATION_BITS) !== RELATED) return false;
  return keys.has(withRelation(key, 0n)) || keys.has(authorityKey(key));
}

/** The keys under which mentions of any relation are found. */
export const everyRelation = (key: Key): Key[] => [key, relatedKey(key), authorityKey(key)];

/** Any text as a number that takes its place in indexes. */
export function hashNumber(text: string): string {
  return BigInt.asIntN(64, BigInt(`0x${hash('sha256', text).slice(0, 16)}`)).toString();
}

/** Any texts as a UUID that takes their place in keys. */
export function hashUuid(...parts: (string | null)[]): string {
  return hash('sha256', JSON.stringify(parts)).slice(0, 32);
}

function keyOf(kind: string, text: string): Key {
  const name = `${kind}:${text}`;
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  const key = withRelation(hashNumber(name), 0n);
  // Statements name the same few over and over; the rest makes way at once.
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(name, key);
  return key;
}

function withRelation(key: Key, relation: bigint): Key {
  return BigInt.asIntN(64, (BigInt(key) & ~RELATION_BITS) | relation).toString();
}
