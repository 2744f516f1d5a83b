import type { Context } from 'koa';
import { etagOf, isFresh } from './conditions.ts';
import type { ScimAnswer } from './scim-call.ts';

const SCIM_TYPE = 'application/scim+json';

/** RFC 7644 3.8: as SCIM's own type, but for who asks for plain JSON. */
export function sendJson(ctx: Context, status: number, body: object): void {
  const type = ctx.accepts(SCIM_TYPE, 'application/json') || SCIM_TYPE;
  ctx.status = status;
  ctx.set('Content-Type', `${type}; charset=utf-8`);
  ctx.set('Cache-Control', 'no-store');
  ctx.body = JSON.stringify(body);
}

export function send(ctx: Context, { status, body, version, location, headers }: ScimAnswer): void {
  if (headers) ctx.set(headers);
  if (location !== undefined) ctx.set(status === 201 ? 'Location' : 'Content-Location', location);
  if (version !== undefined) {
    ctx.set('ETag', etagOf(version));
    if (ctx.method === 'GET' && isFresh(ctx.get('If-None-Match'), version)) {
      ctx.status = 304;
      return;
    }
  }
  if (body) sendJson(ctx, status, body);
  else {
    ctx.status = status;
    ctx.body = null;
    // Koa turns an empty body into 204.
    ctx.status = status;
  }
}
