const DEFAULT_MS = 10 * 60_000;
const LEAST_MS = 60_000;
const MOST_MS = 24 * 3_600_000;

/**
 * How long an answer may be used again by its Cache-Control (RFC 9111 5.2.2), between a minute and a
 * day: a class that launches at once must not fetch a set for each learner.
 */
export function freshForMs(cacheControl: string | null): number {
  if (!cacheControl) return DEFAULT_MS;
  const directives = cacheControl.toLowerCase();
  if (/\bno-(store|cache)\b/.test(directives)) return LEAST_MS;
  const seconds = /\bmax-age\s*=\s*"?(\d{1,10})/.exec(directives)?.[1];
  if (seconds === undefined) return DEFAULT_MS;
  return Math.min(Math.max(Number(seconds) * 1000, LEAST_MS), MOST_MS);
}
