import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { MasterKeys } from '../crypto/master-keys.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../tenancy/caller.ts';
import { readJson } from './body.ts';
import { onceOnly } from './idempotency.ts';
import { Problem } from './problem.ts';
import { type Access, type Answer, type Call, isReadable, type Route } from './route.ts';
import { type Check, compileCheck } from './validation.ts';

export interface MountDeps {
  database: Database;
  /** Encrypts the answers that are kept for an Idempotency-Key. */
  master: MasterKeys;
  /** Who calls; throws a 401 or 429 problem. */
  authenticate(ctx: Context): Promise<Caller>;
}

/** Mounts declared routes: authenticate, allow, validate, once-only, handle, answer. */
export function mountRoutes(routes: readonly Route[], deps: MountDeps): Router {
  const router = new Router();
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router.register(path, [route.method], endpoint(route, deps), { name: route.id });
  }
  return router;
}

function endpoint(route: Route, { database, master, authenticate }: MountDeps) {
  const check = compileChecks(route);
  return async (ctx: Context & { params: Record<string, string> }) => {
    ctx.state.route = route.path;
    const caller = await authenticate(ctx);
    allow(caller, route.access, ctx.params);
    const call: Call<unknown, unknown, unknown> = {
      caller,
      params: check.params(ctx.params),
      query: check.query({ ...ctx.query }),
      body: route.stream ? undefined : check.body(await bodyOf(route, ctx)),
      ifMatch: ifMatchOf(ctx),
      header: (name) => ctx.get(name),
      request: ctx.req,
      requestId: ctx.state.requestId,
      log: ctx.state.log,
    };
    const key = route.method === 'post' ? ctx.get('Idempotency-Key') : '';
    const handle = () => route.handle(call);
    const answer = key
      ? await onceOnly(
          { database, master },
          {
            tenantId: caller.tenantId,
            caller: caller.name,
            key,
            method: route.method,
            url: ctx.url,
            body: call.body,
          },
          handle,
        )
      : await handle();
    // A body that nobody read (a replayed upload) would block the connection.
    ctx.req.resume();
    send(ctx, answer);
  };
}

export function compileChecks(route: Route): Record<'params' | 'query' | 'body', Check> {
  const none: Check = (value) => value;
  return {
    params: route.params ? compileCheck(route.params, 'path') : none,
    query: route.query ? compileCheck(route.query, 'query') : none,
    body: route.body ? compileCheck(route.body, 'body') : none,
  };
}

/** @throws Problem 403 */
export function allow(caller: Caller, access: Access, params: Record<string, string>): void {
  if (caller.scopes.has(access.scope)) return;
  if (access.own && caller.personId && params[access.own] === caller.personId) return;
  throw new Problem(403, 'forbidden', {
    detail: `This needs the scope ${access.scope}, which the role ${caller.role} or this key does not have.`,
  });
}

async function bodyOf(route: Route, ctx: Context): Promise<unknown> {
  if (!route.body) return undefined;
  const body = await readJson(ctx.req);
  // A POST whose body is all optional may be sent empty.
  return body === undefined ? {} : body;
}

function ifMatchOf(ctx: Context): string | undefined {
  const header = ctx.get('If-Match');
  if (!header || header === '*') return undefined;
  const tag = /^(?:W\/)?"([^"]*)"$/.exec(header.trim())?.[1];
  if (tag === undefined) {
    throw new Problem(400, 'invalid_if_match', {
      detail: 'If-Match takes one entity tag, as ETag gave it.',
    });
  }
  return tag;
}

function send(ctx: Context, { status, body, version, headers }: Answer): void {
  if (headers) ctx.set(headers);
  if (version !== undefined) {
    ctx.set('ETag', `"${version}"`);
    if (ctx.method === 'GET' && ctx.get('If-None-Match').includes(`"${version}"`)) {
      ctx.status = 304;
      return;
    }
  }
  ctx.status = status;
  if (isReadable(body)) ctx.body = body;
  else if (body !== undefined && body !== null) {
    ctx.type = 'application/json';
    ctx.body = JSON.stringify(body);
  } else if (status === 204) ctx.body = null;
}
