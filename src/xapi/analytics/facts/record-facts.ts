import type { AfterSave, AtOnce, LrsTransaction } from '@crosswalk/xapi-lrs';
import { enqueueUnlessActive } from '../../../platform/jobs/enqueue.ts';
import { changeFacts, ROLL_MAX } from '../rollups/roll.ts';
import { rollRequest } from '../rollups/roll-request.ts';
import { deleteFacts, type FactSeqs, findVoidedFacts } from './fact.store.ts';
import { factOf, type StatementText } from './fact.ts';
import { createKnownTerms, writeFacts } from './write-facts.ts';

export interface FactRecorder {
  /** Writes the facts of new statements in their transaction, and takes out those of voided ones. */
  afterSave: AfterSave;
  /** As `afterSave`, for statements that may turn out not to be new, and void none. */
  write: AtOnce['write'];
}

export function createFactRecorder({ hub }: { hub: string }): FactRecorder {
  // How many came since this process last asked for a rollup: a guess is enough, for reading adds
  // what is not rolled up yet.
  const waiting = new Map<string, number>();
  const known = createKnownTerms();

  async function record(
    db: LrsTransaction,
    statements: readonly StatementText[],
    seqs: FactSeqs,
  ): Promise<void> {
    const read = statements.flatMap((statement) => factOf(statement, hub) ?? []);
    const count = (waiting.get(db.tenantId) ?? 0) + read.length;
    waiting.set(db.tenantId, count % ROLL_MAX);
    await Promise.all([
      writeFacts(db, read, { known, seqs }),
      count >= ROLL_MAX && enqueueUnlessActive(db, rollRequest),
    ]);
  }

  return {
    async afterSave(db, saved) {
      await record(
        db,
        saved.map(({ seq, statement }) => ({ ...statement, seq })),
        'stored',
      );
      const voided = saved.flatMap(({ statement: { voids, refersTo } }) =>
        voids && refersTo !== undefined ? refersTo : [],
      );
      if (voided.length > 0) await removeVoided(db, voided);
    },
    write: (db, statements) =>
      record(
        db,
        statements.map((statement, seq) => ({ ...statement, seq })),
        'added',
      ),
  };
}

async function removeVoided(db: LrsTransaction, ids: readonly string[]): Promise<void> {
  const seqs = await findVoidedFacts(db, ids);
  await changeFacts(db, seqs, (all) => deleteFacts(db, all));
}
