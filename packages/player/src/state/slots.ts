/**
 * 32-bit hash of an item id (FNV-1a over UTF-16 code units, finished as in MurmurHash3 so that ids
 * which differ only at their ends spread over the whole range). Saved state depends on it: never
 * change it.
 */
export function hashId(id: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) h = Math.imul(h ^ id.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A number for each item, ascending: the first `width` bits of its hash, or the next free number
 * when an item before it has the same. Under one set of items the mapping is exact, in whatever
 * order they come; when items come or go, the others keep their numbers except with a chance of
 * about (items / 2^width) for each item that was added.
 */
export function slotsOf(ids: readonly string[], width: number): Map<string, number> {
  const byHash = [...new Set(ids)]
    .map((id) => ({ id, hash: hashId(id) }))
    .sort((a, b) => a.hash - b.hash || (a.id < b.id ? -1 : 1));
  const slots = new Map<string, number>();
  let last = -1;
  for (const { id, hash } of byHash) {
    last = Math.max(last + 1, hash >>> (32 - width));
    slots.set(id, last);
  }
  return slots;
}
