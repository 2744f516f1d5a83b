import { hashId } from '../state/slots.ts';

/** The same seed gives the same order, also after items have come or gone. */
export function shuffled<T extends { id: string }>(items: readonly T[], seed: number): T[] {
  return items
    .map((item) => ({ item, key: hashId(`${seed}:${item.id}`) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
