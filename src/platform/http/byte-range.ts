import type { Context } from 'koa';
import { Problem } from './problem.ts';

interface ByteRange {
  start: number;
  /** Included. */
  end: number;
}

/**
 * The bytes that a `Range` header asks for of so many, both ends included (RFC 9110 14.1.2). Several
 * ranges or another unit: undefined, for the whole may be sent instead.
 */
export function byteRange(header: string, bytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return start > end || start >= bytes ? 'unsatisfiable' : { start, end };
}

/**
 * Sets the status and the headers of an answer that is a file, or the range of it that was asked for.
 * Answers what of it is to be sent; undefined: all.
 * @throws Problem 416
 */
export function answerRange(ctx: Context, bytes: number): ByteRange | undefined {
  const range = byteRange(ctx.get('Range'), bytes);
  if (range === 'unsatisfiable') {
    throw new Problem(416, 'bad_range', { headers: { 'Content-Range': `bytes */${bytes}` } });
  }
  ctx.status = range ? 206 : 200;
  ctx.set('Accept-Ranges', 'bytes');
  if (range) ctx.set('Content-Range', `bytes ${range.start}-${range.end}/${bytes}`);
  ctx.length = range ? range.end - range.start + 1 : bytes;
  return range;
}
