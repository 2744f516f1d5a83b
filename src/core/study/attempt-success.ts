import type { Attempt } from './attempt.store.ts';

/** Passed when the mastery score is reached; unknown without one, or without a score. */
export function successOf(
  score: number | null,
  masteryScore: number | null | undefined,
): Attempt['success'] {
  if (masteryScore == null || score === null) return 'unknown';
  // Both are stored as reals: two of three reach a mastery score of 2/3, before and after.
  return Math.fround(score) >= Math.fround(masteryScore) ? 'passed' : 'failed';
}

/** Whether an attempt is worth the same: what follows from a score need not be told again. */
export function isWorthTheSame(
  one: Pick<Attempt, 'completion' | 'success' | 'scoreScaled'>,
  other: Pick<Attempt, 'completion' | 'success' | 'scoreScaled'>,
): boolean {
  return (
    one.completion === other.completion &&
    one.success === other.success &&
    // Stored as a real.
    (one.scoreScaled ?? -1).toFixed(5) === (other.scoreScaled ?? -1).toFixed(5)
  );
}
