const FIRST_MS = 1_000;
const LONGEST_MS = 15 * 60_000;

/**
 * Milliseconds to wait after the given failed attempt (from 1): exponential, capped at 15 minutes,
 * with full jitter, so that what failed together does not return together.
 * @param random in [0, 1)
 */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 30));
  return Math.floor(random() * longest);
}
