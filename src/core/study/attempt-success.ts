import type { Attempt } from './attempt.store.ts';

/** Passed when the mastery score is reached; unknown without one, or without a score. */
export function successOf(
  score: number | null,
  masteryScore: number | undefined,
): Attempt['success'] {
  if (masteryScore === undefined || score === null) return 'unknown';
  return score >= masteryScore ? 'passed' : 'failed';
}
