import type { PlatformProfile } from '../profiles/platform-profile.ts';
import { retryAfterMs } from './retry-after.ts';
import { ServiceError } from './service-error.ts';

interface RefusedAnswer {
  /** What was called, for the message. */
  what: string;
  status: number;
  headers: Headers;
  /** The beginning of the body. */
  text: string;
  profile: Pick<PlatformProfile, 'throttleStatuses' | 'throttleHeader'>;
  /** ms since 1970 */
  now: number;
}

const MAX_SHOWN = 300;

/** What a status other than success means, by the platform's profile. */
export function answerError({
  what,
  status,
  headers,
  text,
  profile,
  now,
}: RefusedAnswer): ServiceError {
  const shown = text.replace(/\s+/g, ' ').trim().slice(0, MAX_SHOWN);
  const message = `${what} answered ${status}${shown && `: ${shown}`}`;
  const options = { status, retryAfterMs: retryAfterMs(headers.get('Retry-After'), now) };
  if (isThrottling({ status, headers, text, profile })) {
    return new ServiceError('throttled', message, options);
  }
  if (status === 401) return new ServiceError('unauthorized', message, options);
  // RFC 9110 15.5.9, 15.5.20; 425: RFC 8470 5.2. The same request may do better later.
  if (status >= 500 || status === 408 || status === 421 || status === 425) {
    return new ServiceError('unavailable', message, options);
  }
  return new ServiceError('refused', message, options);
}

/** Canvas throttles with 403, which it also answers to who may not: a header or the body tells. */
function isThrottling({
  status,
  headers,
  text,
  profile,
}: Pick<RefusedAnswer, 'status' | 'headers' | 'text' | 'profile'>): boolean {
  if (!profile.throttleStatuses.includes(status)) return false;
  if (status === 429) return true;
  const left = profile.throttleHeader && headers.get(profile.throttleHeader);
  return (left ? Number(left) <= 0 : false) || /rate limit/i.test(text);
}
