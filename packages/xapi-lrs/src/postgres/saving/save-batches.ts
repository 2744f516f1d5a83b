import { ErasedActorError, type PreparedStatement } from '../../store.ts';
import type { LrsTransaction } from '../database.ts';
import {
  broughtBy,
  changedDefinitions,
  readDefinitions,
  writeDefinitions,
} from '../definitions.ts';
import { changedNames, givenBy, readNames, writeNames } from '../names.ts';
import { consistentBefore, storedAt } from '../sequence.ts';
import { lockWriting } from '../write-lock.ts';
import { judgeBatches } from './judge-batches.ts';
import { findKeyed, findKnown, findReferrers } from './known-statements.ts';
import { type ReadyStatement, readyStatement } from './ready-statement.ts';
import type { SavedStatement } from './saved-statement.ts';
import { writeStatements } from './write-statements.ts';

/** Told of new statements in the transaction that stores them. */
export type AfterSave = (db: LrsTransaction, saved: readonly SavedStatement[]) => Promise<void>;

/**
 * Looks at statements under the tenant's write lock, before they are judged. Answers, for those that
 * may not be stored as they are, what is stored instead.
 */
export type BeforeSave = (
  db: LrsTransaction,
  statements: readonly PreparedStatement[],
) => Promise<ReadonlyMap<PreparedStatement, PreparedStatement | 'refused'>>;

export interface SaveHooks {
  beforeSave?: BeforeSave | undefined;
  afterSave?: AfterSave | undefined;
}

export interface SavedBatches {
  /** By batch: why it was refused, if it was. */
  refusals: (Error | undefined)[];
  /** True once the transaction is committed. */
  consistentThrough: Date;
}

interface Saving extends SaveHooks {
  /** Called once only the answers to what is written are awaited. */
  onWriting?: (() => void) | undefined;
}

/**
 * Stores batches one after another, each whole or not at all; the tenant's other writers wait until
 * the transaction ends.
 */
export async function saveBatches(
  db: LrsTransaction,
  batches: readonly (readonly ReadyStatement[])[],
  { beforeSave, afterSave, onWriting }: Saving = {},
): Promise<SavedBatches> {
  const all = batches.flat();
  const ids = unique(all.map(({ statement }) => statement.id));
  const targets = unique(all.flatMap(({ statement }) => statement.refersTo ?? []));
  // The lock is asked for first: what is read after it was granted stays true.
  const [next, known, referred, referring, definitions, names, instead] = await Promise.all([
    lockWriting(db),
    findKnown(db, ids),
    findKeyed(db, targets),
    findReferrers(db, ids),
    readDefinitions(db, broughtBy(all)),
    readNames(db, givenBy(all)),
    beforeSave?.(
      db,
      all.map(({ statement }) => statement),
    ),
  ]);
  const precedents = new Map([...known, ...referred].map((found) => [found.id, found]));
  const { accepted, refusals } = judgeBatches(amended(batches, instead), precedents);
  const saved = { refusals, consistentThrough: consistentBefore(next + accepted.length) };
  if (accepted.length === 0) return saved;
  const written = Promise.all([
    writeStatements(db, { added: accepted, referred, referring }),
    writeDefinitions(db, changedDefinitions(broughtBy(accepted), definitions)),
    writeNames(db, changedNames(givenBy(accepted), names)),
    // Its queries come after those above on the same connection, without waiting for them.
    afterSave?.(
      db,
      accepted.map(({ statement }, i) => ({
        ...{ statement, seq: next + i, stored: storedAt(next + i) },
      })),
    ),
  ]);
  onWriting?.();
  await written;
  return saved;
}

function amended(
  batches: readonly (readonly ReadyStatement[])[],
  instead: Awaited<ReturnType<BeforeSave>> | undefined,
): readonly (readonly ReadyStatement[] | Error)[] {
  if (!instead || instead.size === 0) return batches;
  return batches.map((batch) => {
    const index = batch.findIndex(({ statement }) => instead.get(statement) === 'refused');
    const refused = batch[index];
    if (refused) return new ErasedActorError(index, refused.statement.id);
    return batch.map((ready) => {
      const other = instead.get(ready.statement);
      return other && other !== 'refused' ? readyStatement(other) : ready;
    });
  });
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
