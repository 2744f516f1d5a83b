import { deterministicUuid } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import { lockLearner } from './learner.store.ts';
import { appendLog, deleteMemories, findLogged, readLogs, upsertMemories } from './memory.store.ts';
import type { MemorySnapshot } from './memory.ts';
import { schedulerFor } from './record-reviews.ts';
import { rescoreStudies } from './rescore-studies.ts';
import { replay } from './review-history.ts';

/**
 * Takes an answer back: the log keeps it, the memory state and the scores of assignments forget it.
 * Doing so twice changes nothing.
 */
export async function undoReview(
  db: TenantDb,
  { personId, reviewId }: { personId: string; reviewId: string },
): Promise<{ promptId: string; memory: MemorySnapshot | undefined }> {
  await lockLearner(db, personId);
  const review = (await findLogged(db, [reviewId])).get(reviewId);
  if (review?.personId !== personId || review.kind !== 'review') {
    throw new DomainError('not_found', 'This person has no such review.');
  }
  const { promptId } = review;
  await appendLog(db, personId, [
    {
      id: deterministicUuid(review.reviewedAt.getTime(), 'undo', reviewId),
      promptId,
      kind: 'undo',
      rating: null,
      reviewedAt: review.reviewedAt,
      latencyMs: null,
      undoes: reviewId,
    },
  ]);
  const [logs, scheduler] = await Promise.all([
    readLogs(db, personId, [promptId]),
    schedulerFor(db, personId),
  ]);
  const memory = replay(logs.get(promptId) ?? [], scheduler);
  if (memory) await upsertMemories(db, personId, new Map([[promptId, memory]]));
  else await deleteMemories(db, personId, [promptId]);
  await rescoreStudies(db, { personId, promptId });
  return { promptId, memory };
}
