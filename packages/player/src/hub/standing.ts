import type { Outcome } from '../tracking/tracking.ts';

/** How far a study is, as the hub sees it. */
export interface Standing extends Outcome {
  /** In [0,1]; null without prompts. */
  scoreScaled: number | null;
}
