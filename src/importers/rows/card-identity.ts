import { deckKey, stableKey } from './deck-path.ts';

const LONGEST_GUID = 400;

export interface CardIdentity {
  /** The key of a row, stable from one import to the next; undefined for a guid seen before. */
  keyOf(row: { deck: string[]; guid: string; id: string; front: string }): string | undefined;
}

/**
 * A row is known by its guid, else by its id within its deck, else by its front there. Rows that
 * share a front are told apart by their order.
 */
export function createCardIdentity(): CardIdentity {
  const seen = new Map<string, number>();
  const count = (key: string) => {
    const compact = key.slice(key.indexOf(':') + 1);
    const number = (seen.get(compact) ?? 0) + 1;
    seen.set(compact, number);
    return number;
  };
  return {
    keyOf: ({ deck, guid, id, front }) => {
      if (guid !== '') {
        const key = guid.length <= LONGEST_GUID ? guid : stableKey('row', [guid]);
        return count(`guid:${key}`) === 1 ? key : undefined;
      }
      const key = stableKey('row', id !== '' ? [deckKey(deck), id, 'id'] : [deckKey(deck), front]);
      const number = count(key);
      return number === 1 ? key : `${key}:${number}`;
    },
  };
}
