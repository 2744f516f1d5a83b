import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import type { StatementSink } from './act.ts';
import { requireActive } from './active-learner.ts';
import { findAssignment, studiedPart } from './assignment.store.ts';
import {
  type Attempt,
  type AttemptItem,
  countAnswerable,
  countItems,
  insertAttempt,
  insertItems,
  lockAttempt,
  publishedRevision,
  finishAttempt as storeFinish,
} from './attempt.store.ts';
import { emitScored } from './attempt-scored.ts';
import { successOf } from './attempt-success.ts';
import { existingPrompts, findLearner } from './learner.store.ts';
import { studiedDecks } from './queue.store.ts';

export interface NewAttempt {
  /** UUIDv7 made by the client: the same id again changes nothing. */
  id: string;
  personId: string;
  deckId: string;
  assignmentId: string | null;
  mode: Attempt['mode'];
  startedAt: Date;
}

export async function startAttempt(db: TenantDb, attempt: NewAttempt): Promise<void> {
  const { assignmentId } = attempt;
  const [learner, published, assignment] = await Promise.all([
    findLearner(db, attempt.personId),
    publishedRevision(db, attempt.deckId),
    assignmentId ? findAssignment(db, assignmentId) : undefined,
  ]);
  requireActive(learner);
  if (published === 0) throw new DomainError('not_published', 'This deck is not published.');
  const { pin } = studiedPart(assignment);
  await insertAttempt(db, { ...attempt, deckRevision: pin?.n ?? published });
  await ownAttempt(db, attempt);
}

/** @throws DomainError when the attempt is not this person's */
async function ownAttempt(
  db: TenantDb,
  { id, personId }: { id: string; personId: string },
): Promise<Attempt & { deckId: string }> {
  const attempt = await lockAttempt(db, id);
  if (attempt?.personId !== personId || attempt.deckId === null) {
    throw new DomainError('not_found', 'This person has no such attempt.');
  }
  return { ...attempt, deckId: attempt.deckId };
}

interface AnswerInput {
  attemptId: string;
  personId: string;
  items: readonly AttemptItem[];
  sink: StatementSink;
}

/** Records answers of a running attempt; after its end they are refused. */
export async function recordAnswers(
  db: TenantDb,
  { attemptId, personId, items, sink }: AnswerInput,
): Promise<void> {
  const attempt = await ownAttempt(db, { id: attemptId, personId });
  const prompts = await existingPrompts(
    db,
    items.map(({ promptId }) => promptId),
  );
  const stray = items.findIndex(({ promptId }) => !prompts.has(promptId));
  if (stray >= 0)
    throw new DomainError('not_found', 'There is no such prompt.', `/${stray}/promptId`);
  const added = await insertItems(db, attemptId, items);
  const fresh = items.filter(({ id }) => added.has(id));
  if (fresh.length > 0 && attempt.finishedAt) {
    throw new DomainError('conflict', 'This attempt is finished; its answers stand.');
  }
  await sink.write(
    db,
    fresh.map(({ answeredAt, ...item }) => ({
      type: 'answer',
      personId,
      attemptId,
      at: answeredAt,
      ...item,
    })),
  );
}

interface FinishInput {
  attemptId: string;
  personId: string;
  finishedAt: Date;
  sink: StatementSink;
}

/**
 * Scores an attempt by the share of all its prompts answered rightly; its assignment's mastery score
 * decides about success. Finishing again changes nothing.
 */
export async function finishAttempt(
  db: TenantDb,
  { attemptId, personId, finishedAt, sink }: FinishInput,
): Promise<Attempt> {
  const attempt = await ownAttempt(db, { id: attemptId, personId });
  if (attempt.finishedAt) return attempt;
  const { assignmentId } = attempt;
  const [deckIds, assignment, { answered, correct }] = await Promise.all([
    studiedDecks(db, attempt.deckId),
    assignmentId ? findAssignment(db, assignmentId) : undefined,
    countItems(db, attemptId),
  ]);
  const total = await countAnswerable(db, { deckIds, ...studiedPart(assignment) });
  const scoreScaled = total === 0 ? null : Math.min(1, correct / total);
  const scored = {
    ...attempt,
    scoreScaled,
    completion: answered >= total ? ('completed' as const) : ('incomplete' as const),
    success: successOf(scoreScaled, assignment?.masteryScore),
    finishedAt,
  };
  await storeFinish(db, scored);
  await emitScored(db, scored);
  await sink.write(db, [
    {
      type: 'attempt-finished',
      id: attemptId,
      personId,
      deckId: attempt.deckId,
      scoreScaled,
      completion: scored.completion,
      success: scored.success,
      at: finishedAt,
    },
  ]);
  return scored;
}
