import type { ServiceError } from '../tokens/service-error.ts';
import type { PlatformPause } from './platform-pause.store.ts';

/** Failures in a row from which on the platform, and not the score, is what fails. */
const PATIENCE = 6;
/** One that does not answer at all holds a worker as long as is waited for it. */
const UNANSWERED = 2;
const FIRST_MS = 2_000;
const LONGEST_MS = 15 * 60_000;
const LONGEST_ASKED_MS = 3_600_000;

/** Whether the platform said nothing at all, as one that is down. */
export function isUnanswered(error: ServiceError | undefined): boolean {
  return error?.code === 'unavailable' && error.status === undefined;
}

/** Whether nothing got through when the platform was asked last: it is tried with a single score. */
export function isProbed({ failures }: Pick<PlatformPause, 'failures'>): boolean {
  return failures >= PATIENCE;
}

/**
 * How the platform does after one more answer. It is left alone as long as it asks for, and when
 * nothing gets through: what waits for it must not keep a worker from other platforms.
 */
export function pauseAfter(
  { failures }: Pick<PlatformPause, 'failures'>,
  { error, now }: { error: ServiceError | undefined; now: number },
): PlatformPause {
  if (!error || error.code === 'refused') return { failures: 0, until: null };
  const failed = failures + (isUnanswered(error) ? UNANSWERED : 1);
  const asked = Math.min(LONGEST_ASKED_MS, error.retryAfterMs ?? 0);
  const own =
    failed < PATIENCE ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failed - PATIENCE, 30));
  const waitMs = Math.max(asked, own);
  return { failures: failed, until: waitMs > 0 ? new Date(now + waitMs) : null };
}
