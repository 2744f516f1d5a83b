import type { TenantDb } from '../../platform/database/database.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import type { JobHandler } from '../../platform/jobs/job.ts';
import { listUnsent } from './missing-scores.store.ts';
import { queueCountedScore } from './queue-score.ts';

const MISSING_JOB = 'lti.missing-scores';
/** People whose scores one transaction queues. */
const BATCH = 50;

/**
 * Has scores queued that were made before there was a line item to send them to. Nothing where all
 * are queued, so it may be asked for whenever that could have changed.
 */
export async function queueMissingScores(db: TenantDb, assignmentId: string): Promise<void> {
  const [any] = await listUnsent(db, { assignmentId, after: undefined, limit: 1 });
  if (any === undefined) return;
  await enqueue(db, { kind: MISSING_JOB, payload: { assignmentId }, key: assignmentId });
}

export const missingScoresHandler: JobHandler = {
  kind: MISSING_JOB,
  maxAttempts: 5,
  async run({ payload }, ctx) {
    // Sound because `queueMissingScores` alone makes these jobs.
    const { assignmentId } = payload as { assignmentId: string };
    for (let after: string | undefined, isMore = true; isMore; ) {
      const people = await ctx.transact(async (db) => {
        const found = await listUnsent(db, { assignmentId, after, limit: BATCH });
        for (const personId of found) {
          await queueCountedScore(db, { assignmentId, personId, delayMs: 0 });
        }
        return found;
      });
      after = people.at(-1);
      isMore = people.length === BATCH;
    }
  },
};
