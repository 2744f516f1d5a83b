import type { AfterSave, LrsTransaction } from '@crosswalk/xapi-lrs';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { changeFacts, ROLL_MAX } from '../rollups/roll.ts';
import { rollRequest } from '../rollups/roll-request.ts';
import { deleteFacts, findVoidedFacts } from './fact.store.ts';
import { factOf } from './fact.ts';
import { createKnownTerms, writeFacts } from './write-facts.ts';

/** Writes the facts of new statements in their transaction, and takes out those of voided ones. */
export function createFactRecorder({ hub }: { hub: string }): AfterSave {
  // How many came since this process last asked for a rollup: a guess is enough, for reading adds
  // what is not rolled up yet.
  const waiting = new Map<string, number>();
  const known = createKnownTerms();

  return async (db, saved) => {
    const read = saved.flatMap(({ seq, statement }) => factOf({ ...statement, seq }, hub) ?? []);
    await writeFacts(db, read, known);
    const voided = saved.flatMap(({ statement: { voids, refersTo } }) =>
      voids && refersTo !== undefined ? refersTo : [],
    );
    if (voided.length > 0) await removeVoided(db, voided);
    const count = (waiting.get(db.tenantId) ?? 0) + read.length;
    waiting.set(db.tenantId, count % ROLL_MAX);
    if (count >= ROLL_MAX) await enqueue(db, rollRequest);
  };
}

async function removeVoided(db: LrsTransaction, ids: readonly string[]): Promise<void> {
  const seqs = await findVoidedFacts(db, ids);
  await changeFacts(db, seqs, (all) => deleteFacts(db, all));
}
