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

export const verbKey = (id: string): Key => verbs(id).direct;
export const registrationKey = (id: string): Key => registrations(id).direct;

const verbs = remembered('verb');
const registrations = remembered('registration');
export const activityKeys = remembered('activity');
export const agentKeys = remembered('agent');

/** What a key of a statement becomes for the statements that refer to it. */
export function referredKey(key: Key): Key {
  return relationOf(key) === AUTHORITY ? withRelation(key, RELATED) : key;
}

/** Whether who looks for the key finds what has these keys already. */
export function isFoundBy(key: Key, keys: ReadonlySet<Key>): boolean {
  if (keys.has(key)) return true;
  if (relationOf(key) !== RELATED) return false;
  return keys.has(withRelation(key, DIRECT)) || keys.has(withRelation(key, AUTHORITY));
}

/** Any text as a number that takes its place in indexes. */
export function hashNumber(text: string): string {
  return BigInt.asIntN(64, BigInt(`0x${hash('sha256', text).slice(0, 16)}`)).toString();
}

/** Any texts as a UUID that takes their place in keys. */
export function hashUuid(...parts: (string | null)[]): string {
  return hash('sha256', JSON.stringify(parts)).slice(0, 32);
}

const REMEMBERED_MAX = 5_000;

/** Statements name the same few over and over. */
function remembered(kind: string): (text: string) => Keys {
  const known = new Map<string, Keys>();
  return (text) => {
    const found = known.get(text);
    if (found) return found;
    const number = hashNumber(`${kind}:${text}`);
    const keys = {
      direct: withRelation(number, DIRECT),
      related: withRelation(number, RELATED),
      authority: withRelation(number, AUTHORITY),
    };
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(text, keys);
    return keys;
  };
}

const relationOf = (key: Key): bigint => BigInt(key) & RELATION_BITS;

function withRelation(key: Key, relation: bigint): Key {
  return BigInt.asIntN(64, (BigInt(key) & ~RELATION_BITS) | relation).toString();
}
