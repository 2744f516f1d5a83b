import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Answer } from '../endpoint.ts';
import { sandboxed } from '../sandboxed.ts';

export interface OutgoingPart {
  headers: Record<string, string>;
  content: AsyncIterable<Buffer>;
}

/** JSON, then the parts, written as the client reads (RFC 2046 5.1). */
export function multipartAnswer(json: string, parts: AsyncIterable<OutgoingPart>): Answer {
  const { contentType, content } = writeMultipart(json, parts);
  return {
    status: 200,
    headers: { 'Content-Type': contentType, ...sandboxed },
    body: Readable.from(content, { objectMode: false }),
  };
}

/** A body of multipart/mixed, as LRSs exchange statements with their attachments (xAPI 1.0.3 part 3, 1.5.2). */
export function writeMultipart(
  json: string,
  parts: AsyncIterable<OutgoingPart>,
): { contentType: string; content: AsyncGenerator<Buffer> } {
  const boundary = randomUUID();
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    content: write(boundary, json, parts),
  };
}

async function* write(
  boundary: string,
  json: string,
  parts: AsyncIterable<OutgoingPart>,
): AsyncGenerator<Buffer> {
  yield head(boundary, { 'Content-Type': 'application/json' });
  yield Buffer.from(json);
  for await (const { headers, content } of parts) {
    yield head(boundary, headers);
    yield* content;
  }
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}

function head(boundary: string, headers: Record<string, string>): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`\r\n--${boundary}\r\n${lines.join('')}\r\n`);
}
