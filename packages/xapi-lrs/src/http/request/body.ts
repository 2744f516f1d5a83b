import type { Readable } from 'node:stream';
import { XapiError } from '../../xapi-error.ts';

/**
 * All bytes of a body, or of a part of one.
 * @throws XapiError 413 beyond the limit
 */
export async function readBytes(
  source: Readable | AsyncIterable<Buffer>,
  limit: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of unbroken(source)) {
    size += chunk.length;
    if (size > limit) throw tooLarge(`The body may have ${limit} bytes at most.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** An error while reading must not destroy the request: its socket still has to carry the answer. */
export function unbroken(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const iterator = source[Symbol.asyncIterator]();
  return { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) };
}

/** @throws XapiError 400 */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new XapiError(400, { message: `Not JSON in UTF-8: ${reason}` });
  }
}

export function tooLarge(message: string): XapiError {
  return new XapiError(413, { message });
}
