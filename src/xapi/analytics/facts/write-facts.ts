import type { LrsTransaction } from '@crosswalk/xapi-lrs';
import { afterCommit } from '../../../platform/jobs/commit-notices.ts';
import { findDecks, insertFacts, insertTerms } from './fact.store.ts';
import type { ReadFact } from './fact.ts';

/** Terms that are stored, as far as a process remembers. */
export interface KnownTerms {
  has(tenantId: string, key: number): boolean;
  add(tenantId: string, keys: readonly number[]): void;
}

const KNOWN_MAX = 100_000;

export function createKnownTerms(): KnownTerms {
  const known = new Set<string>();
  return {
    has: (tenantId, key) => known.has(`${tenantId}${key}`),
    add(tenantId, keys) {
      if (known.size > KNOWN_MAX) known.clear();
      for (const key of keys) known.add(`${tenantId}${key}`);
    },
  };
}

/** Writes facts, each under the deck where it was learnt. */
export async function writeFacts(
  db: LrsTransaction,
  read: readonly ReadFact[],
  known: KnownTerms,
): Promise<void> {
  if (read.length === 0) return;
  const terms = read.flatMap((one) => one.terms).filter(({ key }) => !known.has(db.tenantId, key));
  await Promise.all([terms.length > 0 ? insertTerms(db, terms) : undefined, writePlaced(db, read)]);
  afterCommit(db, () =>
    known.add(
      db.tenantId,
      terms.map(({ key }) => key),
    ),
  );
}

async function writePlaced(db: LrsTransaction, read: readonly ReadFact[]): Promise<void> {
  const places = read.flatMap(({ fact }) => fact.places);
  const decks = places.length > 0 ? await findDecks(db, places) : new Map<string, string>();
  await insertFacts(
    db,
    read.map(({ fact }) => ({
      ...fact,
      deckId: fact.places.flatMap(({ id }) => decks.get(id) ?? [])[0] ?? null,
    })),
  );
}
