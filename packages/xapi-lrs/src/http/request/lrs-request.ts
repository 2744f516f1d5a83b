import type { Readable } from 'node:stream';
import type { Context } from 'koa';

/** A request as the standard means it, however it was sent. */
export interface LrsRequest {
  method: string;
  /** Path as the client knows it, without query. */
  path: string;
  query: URLSearchParams;
  /** A header, by its name in lower case; empty when absent. */
  header(name: string): string;
  body: Readable;
  /** Whether it came in the alternate request syntax (xAPI 1.0.3 part 3, 1.3). */
  alternate: boolean;
}

export function plainRequest(ctx: Context): LrsRequest {
  return {
    method: ctx.method,
    path: pathOf(ctx),
    query: new URLSearchParams(ctx.querystring),
    header: (name) => ctx.get(name),
    body: ctx.req,
    alternate: false,
  };
}

/** Koa's own `path` lacks the prefix under which an app is mounted. */
export function pathOf(ctx: Context): string {
  return ctx.originalUrl.split('?', 1)[0] ?? '';
}
