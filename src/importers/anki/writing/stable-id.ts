import { createHash } from 'node:crypto';

/** Ids in use, by table. */
export type UsedIds = Set<string>;

const FIRST = 1_500_000_000_000;
const RANGE = 0xffff_ffff_ff;

/**
 * The original's id where it has one that is free; else one made of the key, the same each time, in
 * the range of Anki's own ids (ms of creation).
 */
export function takeId(used: UsedIds, original: string | undefined, key: string): string {
  let id = original;
  for (let attempt = 0; id === undefined || used.has(id); attempt++) id = derivedId(key, attempt);
  used.add(id);
  return id;
}

function derivedId(key: string, attempt: number): string {
  const hash = createHash('sha256').update(`${attempt}:${key}`).digest();
  return String(FIRST + (hash.readUIntBE(0, 5) % RANGE));
}
