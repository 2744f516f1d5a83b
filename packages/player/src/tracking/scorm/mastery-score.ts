/** LMSs keep a mastery score rounded to the four decimals that a manifest has. */
const SAME = 0.000_05;

/** The scaled score that passes: what the LMS says, unless that is our own, rounded. */
export function agreedMasteryScore(own: number | undefined, lms: number): number | undefined {
  if (!Number.isFinite(lms) || lms < 0 || lms > 1) return own;
  return own !== undefined && Math.abs(own - lms) <= SAME ? own : lms;
}
