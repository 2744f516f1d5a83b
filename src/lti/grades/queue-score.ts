import type { Reaction } from '../../core/events/reactions.ts';
import { countedScore } from '../../core/study/counted-score.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { scopes } from '../scopes.ts';
import { wantLineItems } from './line-item.store.ts';
import { queueScoresJob } from './schedule-scores.ts';
import { findScoreTargets, lockScoreQueue, upsertScore } from './score-queue.store.ts';

/** Study that goes on changes its score with each answer; so long is waited for the next one. */
const SETTLING_MS = 3_000;

/** Each new score of an assignment is queued for the gradebooks that it belongs to. */
export const queueScore: Reaction = async (db, event) => {
  if (event.type !== 'attempt.scored' || !event.payload.assignmentId) return;
  const { assignmentId, personId, completion } = event.payload;
  const delayMs = completion === 'completed' ? 0 : SETTLING_MS;
  await queueCountedScore(db, { assignmentId, personId, delayMs });
};

/** Queues what counts of a person's attempts; where that is queued or sent already, nothing. */
export async function queueCountedScore(
  db: TenantDb,
  { assignmentId, personId, delayMs }: { assignmentId: string; personId: string; delayMs: number },
): Promise<void> {
  const key = { assignmentId, personId };
  let targets = await findScoreTargets(db, key);
  if (targets.length === 0) {
    const wanted = await wantLineItems(db, {
      assignmentId,
      scopes: [scopes.lineItem, scopes.score],
    });
    if (wanted === 0) return;
    targets = await findScoreTargets(db, key);
  }
  const score = await countedScore(db, key);
  if (!score) return;
  for (const { lineItemId, deploymentId, userId } of targets) {
    if (userId === null) continue;
    await lockScoreQueue(db, deploymentId, 'shared');
    const nextAt = new Date(Date.now() + delayMs);
    const queued = { lineItemId, deploymentId, personId, userId, score, nextAt };
    if (await upsertScore(db, queued)) await queueScoresJob(db, { deploymentId, runAt: nextAt });
  }
}
