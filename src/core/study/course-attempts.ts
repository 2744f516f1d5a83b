import { deterministicUuid } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import type { Act, StatementSink } from './act.ts';
import { requireActive } from './active-learner.ts';
import { findAssignment } from './assignment.store.ts';
import { type Attempt, lockAttempt, finishAttempt as storeFinish } from './attempt.store.ts';
import { emitScored } from './attempt-scored.ts';
import { isWorthTheSame, successOf } from './attempt-success.ts';
import { findCourseSubject, insertCourseAttempt } from './course-attempt.store.ts';
import { findLearner } from './learner.store.ts';

export interface NewCourseAttempt {
  id: string;
  personId: string;
  courseId: string;
  assignmentId: string | null;
  startedAt: Date;
}

/**
 * Begins an attempt at a course; the same id again changes nothing.
 * @throws DomainError `not_found`, `forbidden` for somebody deactivated
 */
export async function startCourseAttempt(db: TenantDb, attempt: NewCourseAttempt): Promise<void> {
  requireActive(await findLearner(db, attempt.personId));
  await insertCourseAttempt(db, attempt);
}

/** What an attempt at a course is worth, as its content says. */
export interface CourseOutcome {
  /** In [0,1]; null: none yet. */
  scoreScaled: number | null;
  completion: Attempt['completion'];
  success: Attempt['success'];
}

interface ScoreInput {
  attemptId: string;
  outcome: CourseOutcome;
  at: Date;
  /** Where the hub's own statement goes; null where the content has made its own. */
  sink: StatementSink | null;
  /** Told before the score, in the same breath: writers of statements wait for one another. */
  acts?: readonly Act[];
}

/**
 * Writes what an attempt at a course is worth now and, where that is something else than before,
 * tells of it: an event always, a statement when it is completed, passed or failed. An assignment's
 * mastery score decides about success. What was completed stays so, and its score only rises: who
 * comes back to look something up loses nothing.
 * @throws DomainError `not_found`
 */
export async function scoreCourseAttempt(
  db: TenantDb,
  { attemptId, outcome, at, sink, acts = [] }: ScoreInput,
): Promise<Attempt> {
  const before = await lockAttempt(db, attemptId);
  if (!before?.courseId) throw new DomainError('not_found', 'There is no such attempt.');
  const { assignmentId } = before;
  const assignment = assignmentId ? await findAssignment(db, assignmentId) : undefined;
  const masteryScore = assignment?.masteryScore ?? undefined;
  const scored = worth(before, { outcome, at, masteryScore });
  if (isWorthTheSame(before, scored)) {
    await sink?.write(db, acts);
    return before;
  }
  await storeFinish(db, scored);
  await emitScored(db, scored);
  if (sink) await sink.write(db, [...acts, ...(await scoredAct(db, scored, at))]);
  return scored;
}

async function scoredAct(db: TenantDb, scored: Attempt, at: Date): Promise<Act[]> {
  const { id: attemptId, courseId, personId, scoreScaled, completion, success } = scored;
  const isTold = completion !== 'incomplete' || success !== 'unknown';
  const course = isTold && courseId ? await findCourseSubject(db, courseId) : undefined;
  if (!course) return [];
  const id = deterministicUuid(at.getTime(), attemptId, String(scoreScaled), completion, success);
  return [
    {
      type: 'course-scored',
      id,
      attemptId,
      personId,
      course,
      scoreScaled,
      completion,
      success,
      at,
    },
  ];
}

function worth(
  before: Attempt,
  {
    outcome,
    at,
    masteryScore,
  }: { outcome: CourseOutcome; at: Date; masteryScore: number | undefined },
): Attempt {
  const wasCompleted = before.completion === 'completed';
  const scoreScaled = wasCompleted
    ? highest(before.scoreScaled, outcome.scoreScaled)
    : outcome.scoreScaled;
  const isLower = wasCompleted && scoreScaled !== outcome.scoreScaled;
  const said = isLower || outcome.success === 'unknown' ? before.success : outcome.success;
  const completion = wasCompleted ? 'completed' : outcome.completion;
  return {
    ...before,
    scoreScaled,
    completion,
    success: masteryScore === undefined ? said : successOf(scoreScaled, masteryScore),
    finishedAt: before.finishedAt ?? (completion === 'completed' ? at : null),
  };
}

function highest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  // Stored as a real, which may be a little less than what was given.
  return Math.abs(a - b) < 1e-6 ? b : Math.max(a, b);
}
