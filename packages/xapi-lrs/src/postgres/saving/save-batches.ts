import type { PreparedStatement } from '../../store.ts';
import type { LrsTransaction } from '../database.ts';
import { saveDefinitions } from '../definitions.ts';
import { saveNames } from '../names.ts';
import { storedAt } from '../sequence.ts';
import { lockWriting } from '../write-lock.ts';
import { judgeBatches } from './judge-batches.ts';
import { findKeyed, findKnown, findReferrers } from './known-statements.ts';
import type { SavedStatement } from './saved-statement.ts';
import { writeStatements } from './write-statements.ts';

/** Told of new statements in the transaction that stores them. */
export type AfterSave = (db: LrsTransaction, saved: readonly SavedStatement[]) => Promise<void>;

/**
 * Stores batches one after another, each whole or not at all; the tenant's other writers wait until
 * the transaction ends. Answers by batch why it was refused, if it was.
 */
export async function saveBatches(
  db: LrsTransaction,
  batches: readonly (readonly PreparedStatement[])[],
  afterSave?: AfterSave,
): Promise<(Error | undefined)[]> {
  const statements = batches.flat();
  const ids = unique(statements.map(({ id }) => id));
  const targets = unique(statements.flatMap(({ refersTo }) => refersTo ?? []));
  // The lock is asked for first: what is read after it was granted stays true.
  const [next, known, referred, referring] = await Promise.all([
    lockWriting(db),
    findKnown(db, ids),
    findKeyed(db, targets),
    findReferrers(db, ids),
  ]);
  const precedents = new Map([...known, ...referred].map((found) => [found.id, found]));
  const { accepted, refusals } = judgeBatches(batches, precedents);
  if (accepted.length === 0) return refusals;
  const saved = accepted.map((statement, i) => ({
    seq: next + i,
    stored: storedAt(next + i),
    statement,
  }));
  await Promise.all([
    writeStatements(db, { saved, referred, referring }),
    saveDefinitions(db, accepted),
    saveNames(db, accepted),
  ]);
  await afterSave?.(db, saved);
  return refusals;
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
