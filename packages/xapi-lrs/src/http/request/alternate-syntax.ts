import { Readable } from 'node:stream';
import type { Context } from 'koa';
import { XapiError } from '../../xapi-error.ts';
import { readBytes } from './body.ts';
import { type LrsRequest, pathOf } from './lrs-request.ts';
import { mediaTypeOf } from './media-type.ts';
import { versionOf } from './request-version.ts';

/** xAPI 1.0.3 part 3, 1.3: form fields that stand for headers. */
const headerFields = [
  'authorization',
  'x-experience-api-version',
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
  'accept-language',
];

/** RFC 9110 5.5: a header in HTTP itself could not have held anything else. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Whether a POST stands for a request with another method; xAPI 2.0 has no such thing. */
export function isAlternate(ctx: Context): boolean {
  return (
    ctx.method === 'POST' &&
    new URLSearchParams(ctx.querystring).has('method') &&
    versionOf(ctx.get('X-Experience-API-Version')) !== '2.0.0'
  );
}

/**
 * The request that a form stands for. Its Authorization, if it has one, takes the place of the header
 * that `authenticate` reads.
 * @throws XapiError 400, 413
 */
export async function readAlternate(ctx: Context, bodyBytes: number): Promise<LrsRequest> {
  const query = new URLSearchParams(ctx.querystring);
  const method = query.get('method') ?? '';
  if ([...query.keys()].length > 1) {
    throw refused('The only parameter in the URL is method; all others are form fields.');
  }
  if (mediaTypeOf(ctx.get('Content-Type')).type !== 'application/x-www-form-urlencoded') {
    throw refused('The body is a form (application/x-www-form-urlencoded).');
  }
  const form = new URLSearchParams((await readBytes(ctx.req, bodyBytes)).toString());
  const headers = takeHeaders(form);
  const content = form.get('content');
  form.delete('content');
  if (content === null && (method === 'PUT' || method === 'POST')) {
    throw refused('The form field content, which holds the body, is missing.');
  }
  const authorization = headers.get('authorization');
  if (authorization !== undefined) ctx.req.headers.authorization = authorization;
  return {
    method,
    path: pathOf(ctx),
    query: form,
    header: (name) => headers.get(name) ?? (name === 'content-type' ? jsonType : ctx.get(name)),
    body: Readable.from(content === null ? [] : [Buffer.from(content)]),
    alternate: true,
  };
}

/** The form has a type of its own, so that the header says nothing about the content. */
const jsonType = 'application/json';

function takeHeaders(form: URLSearchParams): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of [...form]) {
    if (!headerFields.includes(name.toLowerCase())) continue;
    if (!headerValue.test(value)) throw refused(`${name} cannot stand for a header.`);
    headers.set(name.toLowerCase(), value);
    form.delete(name);
  }
  return headers;
}

function refused(message: string): XapiError {
  return new XapiError(400, { message, requirement: 'xAPI 1.0.3 part 3, 1.3' });
}
