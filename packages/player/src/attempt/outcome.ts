import type { Outcome } from '../tracking/tracking.ts';

export interface Results {
  complete: boolean;
  scaled: number;
  masteryScore: number | undefined;
}

/** The one rule of both modes: judged when complete, and only where a mastery score is set. */
export function outcomeOf({ complete, scaled, masteryScore }: Results): Outcome {
  if (!complete) return { completion: 'incomplete', success: 'unknown' };
  if (masteryScore === undefined) return { completion: 'completed', success: 'unknown' };
  // 0.8 and 4/5 may differ in their last bit.
  const passed = scaled >= masteryScore - 1e-9;
  return { completion: 'completed', success: passed ? 'passed' : 'failed' };
}
