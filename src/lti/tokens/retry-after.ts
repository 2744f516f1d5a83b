/**
 * Milliseconds to wait by a Retry-After header, in seconds or as an HTTP date (RFC 9110 10.2.3);
 * undefined when there is none that can be read.
 * @param now ms since 1970
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse takes a lot that is no date of HTTP, "-1" for one.
  if (!/^[a-z]{3,9},? /i.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
