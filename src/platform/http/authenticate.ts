import type { Context } from 'koa';
import type { Caller } from '../tenancy/caller.ts';
import type { Credentials } from '../tenancy/credentials.ts';
import { Problem } from './problem.ts';

export interface RateLimiter {
  /** Counts one request; `headers` hold RateLimit and, when refused, Retry-After. */
  check(
    kind: 'caller' | 'address',
    key: string,
  ): Promise<{ allowed: boolean; headers: Record<string, string> }>;
}

export const SESSION_COOKIE = 'hub_session';
export const SESSION_PURPOSE = 'console_session';

interface AuthenticateDeps {
  credentials: Credentials;
  limiter: RateLimiter;
  publicUrl: string;
}

/** Knows the caller by API key or session cookie, within the rate limits. */
export function createAuthenticate({ credentials, limiter, publicUrl }: AuthenticateDeps) {
  return async (ctx: Context): Promise<Caller> => {
    const caller = await findCaller(ctx, credentials, publicUrl);
    const verdict = caller
      ? await limiter.check('caller', `${caller.tenantId}:${caller.name}`)
      : await limiter.check('address', ctx.ip);
    ctx.set(verdict.headers);
    if (!verdict.allowed) {
      throw new Problem(429, 'rate_limited', {
        detail: 'Too many requests. Wait as Retry-After says.',
      });
    }
    if (!caller) {
      throw new Problem(401, 'not_authenticated', {
        detail: 'Send a valid API key as "Authorization: Bearer <key>".',
        headers: { 'WWW-Authenticate': 'Bearer realm="Crosswalk"' },
      });
    }
    ctx.state.caller = caller;
    return caller;
  };
}

async function findCaller(
  ctx: Context,
  credentials: Credentials,
  publicUrl: string,
): Promise<Caller | undefined> {
  const bearer = /^Bearer +([\x21-\x7e]+) *$/i.exec(ctx.get('Authorization'))?.[1];
  if (bearer) return credentials.byApiKey(bearer);
  const session = ctx.cookies.get(SESSION_COOKIE);
  if (!session) return undefined;
  rejectForeignOrigin(ctx, publicUrl);
  return credentials.bySession(session, SESSION_PURPOSE);
}

/** A cookie goes along with requests that other sites make; those must not change anything. */
function rejectForeignOrigin(ctx: Context, publicUrl: string): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(ctx.method)) return;
  const from = ctx.get('Origin');
  const own = [publicUrl, `http://${ctx.host}`, `https://${ctx.host}`];
  if (own.includes(from)) return;
  throw new Problem(403, 'foreign_origin', { detail: 'This page may not act with your session.' });
}
