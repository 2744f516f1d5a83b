import type { Context } from 'koa';
import { readJson } from '../../platform/http/body.ts';
import { badRequest, ScimError } from '../scim-error.ts';

/** A group of 100,000 members with their `$ref`. */
const MAX_BODY_BYTES = 16 * 2 ** 20;
const MAX_DEPTH = 32;

/**
 * The JSON body; undefined without one.
 * @throws ScimError 400 | 415, Problem 400 | 413 | 415
 */
export async function readBody(ctx: Context, limit = MAX_BODY_BYTES): Promise<unknown> {
  // A packed body could unfold to anything.
  if (!['', 'identity'].includes(ctx.get('Content-Encoding').trim().toLowerCase())) {
    throw new ScimError(415, 'Send the body without Content-Encoding.', {
      headers: { 'Accept-Encoding': 'identity' },
    });
  }
  const body = await readJson(ctx.req, limit);
  refuseDepth(body);
  return body;
}

/** No resource is deep, and what walks a document calls itself. */
function refuseDepth(body: unknown): void {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw badRequest('invalidSyntax', 'The body is nested too deeply.');
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null
        ? Object.values(value).filter((part) => typeof part === 'object' && part !== null)
        : [],
    );
  }
}
