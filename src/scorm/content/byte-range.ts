/**
 * The bytes that a `Range` header asks for of so many, both ends included (RFC 9110 14.1.2). Several
 * ranges or another unit: undefined, for the whole may be sent instead.
 */
export function byteRange(
  header: string,
  bytes: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return start > end || start >= bytes ? 'unsatisfiable' : { start, end };
}
