import { deterministicUuid } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import type { Act } from './act.ts';
import { type Assignment, findAssignment, studiedPart } from './assignment.store.ts';
import {
  type Attempt,
  finishAttempt,
  insertAttempt,
  lockAttempt,
  publishedRevision,
} from './attempt.store.ts';
import { emitScored } from './attempt-scored.ts';
import { isWorthTheSame, successOf } from './attempt-success.ts';
import { studiedDecks } from './queue.store.ts';
import { countRecalled } from './study-attempt.store.ts';

interface StudyInput {
  assignmentId: string;
  personId: string;
  /** When the first of the answers was given that are told of now. */
  since: Date;
}

/**
 * Scores the study of an assignment after answers: one attempt for each person, by the share of the
 * prompts that were recalled when last answered; completed when each was answered once. Locked by
 * its row, and by the learner's that the caller holds. Answers what is to be told as a statement.
 * @throws DomainError `not_found`
 */
export async function scoreStudy(
  db: TenantDb,
  { assignmentId, personId, since }: StudyInput,
): Promise<Act[]> {
  const assignment = await findAssignment(db, assignmentId);
  const deckId = assignment?.deckId;
  if (!assignment || !deckId) {
    throw new DomainError('not_found', 'There is no such assignment of a deck.');
  }
  const id = deterministicUuid(assignment.createdAt.getTime(), 'study', assignmentId, personId);
  const part = studiedPart(assignment);
  const [published, deckIds] = await Promise.all([
    publishedRevision(db, deckId),
    studiedDecks(db, deckId),
  ]);
  const deckRevision = part.pin?.n ?? published;
  const begun = { id, personId, deckId, deckRevision, assignmentId, startedAt: since };
  await insertAttempt(db, { ...begun, mode: 'study' });
  const attempt = await lockAttempt(db, id);
  if (!attempt) throw new Error('an attempt that was just inserted is gone');
  const count = await countRecalled(db, {
    ...{ personId, deckIds, ...part, since: attempt.startedAt },
  });
  const isCompleted = count.total > 0 && count.answered >= count.total;
  const share = count.total === 0 ? null : count.recalled / count.total;
  const wasCompleted = attempt.completion === 'completed';
  const scoreScaled = wasCompleted ? later(attempt.scoreScaled, share, assignment) : share;
  const scored = {
    ...attempt,
    scoreScaled,
    completion: isCompleted ? ('completed' as const) : attempt.completion,
    success: successOf(scoreScaled, assignment.masteryScore),
    finishedAt: attempt.finishedAt ?? (isCompleted ? new Date() : null),
  };
  await storeStudy(db, { before: attempt, scored });
  if (attempt.finishedAt || !scored.finishedAt) return [];
  const { completion, success, finishedAt: at } = scored;
  return [{ type: 'attempt-finished', id, personId, deckId, scoreScaled, completion, success, at }];
}

/** Stores what a study is worth now, and tells of it where it was worth something else before. */
export async function storeStudy(
  db: TenantDb,
  { before, scored }: { before: Attempt; scored: Attempt },
): Promise<void> {
  if (isWorthTheSame(before, scored)) return;
  await finishAttempt(db, scored);
  await emitScored(db, scored);
}

/** Study goes on after it was completed; what it is worth then, the score rule says. */
function later(
  before: number | null,
  now: number | null,
  { scoreRule }: Pick<Assignment, 'scoreRule'>,
): number | null {
  if (before === null || now === null) return now;
  if (scoreRule === 'first') return before;
  return scoreRule === 'best' ? Math.max(before, now) : now;
}
