import type { Database, TenantDb } from '../../platform/database/database.ts';
import { enqueue, hasten } from '../../platform/jobs/enqueue.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import { listDueScores, lockScoreQueue, nextScoreAt } from './score-queue.store.ts';

export const SCORES_JOB = 'lti.scores';

/** Queues a run that sends scores of the deployment; one at a time keeps the order of each pair. */
export async function queueScoresJob(
  db: TenantDb,
  { deploymentId, runAt }: { deploymentId: string; runAt: Date },
): Promise<void> {
  const { created } = await enqueue(db, {
    kind: SCORES_JOB,
    payload: { deploymentId },
    key: deploymentId,
    runAt,
  });
  if (!created) await hasten(db, SCORES_JOB, deploymentId, runAt);
}

/** Queues the next run, if anything waits. */
export async function scheduleScores(db: TenantDb, deploymentId: string): Promise<void> {
  await lockScoreQueue(db, deploymentId, 'alone');
  const runAt = await nextScoreAt(db, deploymentId);
  if (runAt) await queueScoresJob(db, { deploymentId, runAt });
}

/** Each minute: scores that nobody has queued a run for, as after a pause of their platform. */
export function scoresSchedule(database: Database): Schedule {
  return {
    name: SCORES_JOB,
    cron: '* * * * *',
    async run(signal) {
      for (const { tenantId, id } of await listDueScores(database.lookup)) {
        signal.throwIfAborted();
        await database.tenant(tenantId, (db) => scheduleScores(db, id));
      }
    },
  };
}
