import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';

const MAX_JSON_BYTES = 8 * 1024 * 1024;

/** Reads a JSON body within the limit; undefined when there is none. */
export async function readJson(request: IncomingMessage, limit = MAX_JSON_BYTES): Promise<unknown> {
  const bytes = await readBytes(request, limit);
  if (bytes.length === 0) return undefined;
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !type.endsWith('+json')) {
    throw new Problem(415, 'unsupported_media_type', {
      detail: `Send application/json, not ${type || 'a body without Content-Type'}.`,
    });
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new Problem(400, 'malformed_json', {
      detail: 'The body is not valid JSON in UTF-8.',
      cause,
    });
  }
}

const MAX_FORM_BYTES = 64 * 1024;

/** Reads the body of an HTML form (application/x-www-form-urlencoded). */
export async function readForm(
  request: IncomingMessage,
  limit = MAX_FORM_BYTES,
): Promise<URLSearchParams> {
  return new URLSearchParams((await readBytes(request, limit)).toString());
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = () =>
    new Problem(413, 'body_too_large', {
      detail: `The body may have ${limit} bytes at most.`,
    });
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  // A loop that ends early must not destroy the request: its rest would stay on the connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
