import type { LrsTransaction } from '@crosswalk/xapi-lrs';
import { findDecks, insertFacts, insertTerms } from './fact.store.ts';
import type { ReadFact } from './fact.ts';

/** Writes facts, each under the deck where it was learnt. */
export async function writeFacts(db: LrsTransaction, read: readonly ReadFact[]): Promise<void> {
  if (read.length === 0) return;
  const places = read.flatMap(({ fact }) => fact.places);
  const decks = places.length > 0 ? await findDecks(db, places) : new Map<string, string>();
  const facts = read.map(({ fact }) => ({
    ...fact,
    deckId: fact.places.flatMap(({ id }) => decks.get(id) ?? [])[0] ?? null,
  }));
  const terms = read.flatMap((one) => one.terms);
  await Promise.all([insertFacts(db, facts), insertTerms(db, terms)]);
}
