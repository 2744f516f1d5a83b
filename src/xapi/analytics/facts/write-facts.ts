import type { LrsTransaction } from '@crosswalk/xapi-lrs';
import { afterCommit } from '../../../platform/jobs/commit-notices.ts';
import { type FactSeqs, insertFacts, insertTerms } from './fact.store.ts';
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

/**
 * Writes facts, each under the deck where it was learnt: asked in one turn.
 * @param seqs whether `seq` is where a statement is, or only which it is of those that the
 * transaction adds, if it does
 */
export async function writeFacts(
  db: LrsTransaction,
  read: readonly ReadFact[],
  { known, seqs }: { known: KnownTerms; seqs: FactSeqs },
): Promise<void> {
  if (read.length === 0) return;
  const terms = read.flatMap((one) => one.terms).filter(({ key }) => !known.has(db.tenantId, key));
  const facts = read.map(({ fact }) => fact);
  const [areStored] = await Promise.all([
    terms.length > 0 && insertTerms(db, terms, seqs),
    insertFacts(db, facts, seqs),
  ]);
  if (!areStored) return;
  afterCommit(db, () =>
    known.add(
      db.tenantId,
      terms.map(({ key }) => key),
    ),
  );
}
