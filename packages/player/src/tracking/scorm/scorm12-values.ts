import type { Outcome } from '../tracking.ts';

/** RTE 3.4.4: CMIString255. */
export const RESPONSE_CHARS = 255;
/** RTE 3.4.4: CMIString4096. */
export const STATE_CHARS = 4096;

/** CMITimespan, `HHHH:MM:SS.ss`. */
export function timespan(ms: number): string {
  const hundredths = Math.min(Math.max(0, Math.round(ms / 10)), 9999 * 360_000 + 359_999);
  const part = (size: number, most: number, digits: number) =>
    String(Math.floor(hundredths / size) % most).padStart(digits, '0');
  return `${part(360_000, 10_000, 4)}:${part(6000, 60, 2)}:${part(100, 60, 2)}.${part(1, 100, 2)}`;
}

/** CMITime, `HH:MM:SS.ss` on the learner's clock. */
export function timeOfDay(ms: number): string {
  const at = new Date(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  const hundredths = two(Math.floor(at.getMilliseconds() / 10));
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${hundredths}`;
}

/** CMIIdentifier: no spaces, at most 255 characters. */
export function identifier(id: string): string {
  return id.replace(/[^\w.-]/g, '_').slice(0, RESPONSE_CHARS) || '_';
}

/** One field carries both in 1.2: success if it is known, else completion. */
export function lessonStatus({ completion, success }: Outcome): string {
  return success === 'unknown' ? completion : success;
}
