import type { TenantDb } from '../../platform/database/database.ts';
import { type Assignment, findAssignment } from './assignment.store.ts';
import type { Attempt } from './attempt.store.ts';
import { successOf } from './attempt-success.ts';
import { listAssignedAttempts } from './counted-score.store.ts';

/** What an assignment's score of a person is, of all their attempts. */
export interface CountedScore
  extends Pick<Attempt, 'scoreScaled' | 'completion' | 'success' | 'startedAt'> {
  /** The attempt that counts; of an average the last one. */
  attemptId: string;
  /** When what counts was handed in; null while it runs, or runs again. */
  submittedAt: Date | null;
  /** Of whoever has looked at the attempt. */
  comment: string | null;
}

/** By the assignment's score rule; undefined while nothing was attempted, or when it is gone. */
export async function countedScore(
  db: TenantDb,
  { assignmentId, personId }: { assignmentId: string; personId: string },
): Promise<CountedScore | undefined> {
  const [assignment, attempts] = await Promise.all([
    findAssignment(db, assignmentId),
    listAssignedAttempts(db, { assignmentId, personId }),
  ]);
  return assignment && counted(attempts, assignment);
}

/** @param attempts in the order in which they were started */
export function counted(
  attempts: readonly Attempt[],
  { scoreRule, masteryScore }: Pick<Assignment, 'scoreRule' | 'masteryScore'>,
): CountedScore | undefined {
  const scored = attempts.filter(({ scoreScaled }) => scoreScaled !== null);
  const candidates = scored.length > 0 ? scored : attempts;
  const chosen = choose(candidates, scoreRule);
  if (!chosen) return undefined;
  const scoreScaled = scoreRule === 'average' ? average(scored) : chosen.scoreScaled;
  // Who has completed once has completed, whichever attempt counts.
  const isCompleted = attempts.some(({ completion }) => completion === 'completed');
  return {
    attemptId: chosen.id,
    scoreScaled,
    completion: isCompleted ? 'completed' : 'incomplete',
    success: successOf(scoreScaled, masteryScore),
    startedAt: chosen.startedAt,
    submittedAt: isRunning(chosen) ? null : chosen.finishedAt,
    comment: chosen.comment,
  };
}

/** An answer that was taken back may leave a study to be completed once more. */
function isRunning({ mode, completion }: Attempt): boolean {
  return mode === 'study' && completion === 'incomplete';
}

function choose(attempts: readonly Attempt[], rule: Assignment['scoreRule']): Attempt | undefined {
  if (rule === 'first') return attempts[0];
  if (rule !== 'best') return attempts.at(-1);
  return attempts.reduce<Attempt | undefined>(
    (best, one) => (best && (best.scoreScaled ?? -1) >= (one.scoreScaled ?? -1) ? best : one),
    undefined,
  );
}

function average(attempts: readonly Attempt[]): number | null {
  if (attempts.length === 0) return null;
  const sum = attempts.reduce((total, { scoreScaled }) => total + (scoreScaled ?? 0), 0);
  return sum / attempts.length;
}
