import type { ServiceError } from '../tokens/service-error.ts';
import type { DueScore, Outcome } from './score-queue.store.ts';

const DAY_MS = 24 * 3_600_000;
/** So long a score is tried; then it is a dead letter. */
const LIFE_MS = 7 * DAY_MS;
const FIRST_MS = 1_000;
const LONGEST_MS = 3_600_000;
/** AGS 2.0 3.4.8: another tool's score, or our own under a clock that was ahead, is newer. */
const CONFLICT = 409;
const GONE = [404, 410];
/** A line item that is not found is looked for, and made, again so often. */
const SEARCHES = 3;

/** What becomes of a score after the platform's answer. */
export function outcomeOf(
  score: DueScore,
  {
    error,
    status,
    now,
    random,
  }: {
    error: ServiceError | undefined;
    /** Of the last answer, if there was one. */
    status: number | null;
    now: number;
    /** in [0, 1) */
    random: number;
  },
): Outcome {
  const { id, version, attemptId, comment, tries } = score;
  const told = { id, version, attemptId, comment, status, error: error?.message ?? null };
  if (!error) return { ...told, result: 'delivered', nextAt: null };
  const isOld = now - score.queuedAt.getTime() > LIFE_MS;
  if (isOld || isFinal(error, tries)) return { ...told, result: 'dead', nextAt: null };
  const waitMs = Math.min(DAY_MS, Math.max(retryMs(tries, random), error.retryAfterMs ?? 0));
  return { ...told, result: 'retry', nextAt: new Date(now + waitMs) };
}

export function isGone({ status }: ServiceError): boolean {
  return status !== undefined && GONE.includes(status);
}

/** The platform has understood, and will answer the same again. */
function isFinal(error: ServiceError, tries: number): boolean {
  if (error.code !== 'refused' || error.status === CONFLICT) return false;
  return !isGone(error) || tries >= SEARCHES;
}

/** Doubles from a second to an hour; the lower half is certain, so that pairs do not return at once. */
function retryMs(tries: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 30));
  return Math.round((longest * (1 + random)) / 2);
}
