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
  const known = new Map<string, Set<number>>();
  let count = 0;
  return {
    has: (tenantId, key) => known.get(tenantId)?.has(key) ?? false,
    add(tenantId, keys) {
      if (count > KNOWN_MAX) {
        known.clear();
        count = 0;
      }
      count += keys.length;
      const ofTenant = known.get(tenantId) ?? new Set();
      for (const key of keys) ofTenant.add(key);
      known.set(tenantId, ofTenant);
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
