import { createHash } from 'node:crypto';
import { type LrsCaller, XapiError } from '@crosswalk/xapi-lrs';
import type { Context } from 'koa';
import { readSettings } from '../../core/settings/tenant-settings.ts';
import type { Database } from '../../platform/database/database.ts';
import type { RateVerdict } from '../../platform/rate-limit/limiter.ts';
import { findBasic, type LrsPrincipal } from './basic-credentials.ts';

/** A revoked credential, and a changed one, is dead within this time in every process. */
const CACHE_MS = 10_000;
const CACHE_SIZE = 10_000;

interface CallersDeps {
  database: Database;
  pepper: Uint8Array;
  limiter: { check(kind: 'lrs' | 'address', key: string): Promise<RateVerdict> };
  /** Whom a bearer token stands for; undefined when no issuer of ours made it. */
  findBearer(token: string): Promise<LrsPrincipal | undefined>;
  now?: () => number;
}

export interface LrsCallers {
  /** @throws XapiError 401, 429 */
  authenticate(ctx: Context): Promise<LrsCaller>;
  /** Drops what this process remembers, so that a change here holds at once. */
  forget(): void;
}

interface Known {
  caller: LrsCaller;
  name: string;
  until: number;
}

/** Knows who calls the LRS by Basic credential or bearer token, within the rate limits. */
export function createLrsCallers(deps: CallersDeps): LrsCallers {
  const { database, limiter, findBearer, now = Date.now } = deps;
  const cache = new Map<string, Known>();

  async function find(header: string): Promise<Known | undefined> {
    const [, scheme = '', credentials = ''] = /^(Basic|Bearer) +(\S+) *$/i.exec(header) ?? [];
    if (!credentials) return undefined;
    const id = createHash('sha256').update(header).digest('base64url');
    const known = cache.get(id);
    if (known && known.until > now()) return known;
    const principal =
      scheme.toLowerCase() === 'basic'
        ? await findBasic({ ...deps, now }, credentials)
        : await findBearer(credentials);
    cache.delete(id);
    if (!principal) return undefined;
    const found = await knownOf(principal);
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(id, found);
    return found;
  }

  async function knownOf({
    tenantId,
    name,
    scopes,
    defaultVersion,
    authority,
    until,
  }: LrsPrincipal): Promise<Known> {
    const { strictStateConcurrency } = await database.read(tenantId, readSettings);
    const caller: LrsCaller = {
      tenant: tenantId,
      scopes,
      defaultVersion,
      authority,
      strictStateConcurrency,
    };
    return { caller, name, until: Math.min(until, now() + CACHE_MS) };
  }

  return {
    authenticate: async (ctx) => {
      const known = await find(ctx.get('Authorization'));
      const verdict = known
        ? await limiter.check('lrs', `${known.caller.tenant}:${known.name}`)
        : await limiter.check('address', ctx.ip);
      if (!verdict.allowed) {
        throw new XapiError(
          429,
          { message: 'Too many requests. Wait as Retry-After says.' },
          verdict.headers,
        );
      }
      ctx.set(verdict.headers);
      if (!known) throw notAuthenticated(ctx);
      ctx.state.caller = { name: known.name, tenantId: known.caller.tenant };
      return known.caller;
    },
    forget: () => cache.clear(),
  };
}

/** A browser that is asked for Basic opens a password box, and the script that called waits for ever. */
function notAuthenticated(ctx: Context): XapiError {
  const isBrowser = ctx.get('Origin') !== '' || ctx.get('Sec-Fetch-Site') !== '';
  const realm = 'realm="Crosswalk LRS"';
  return new XapiError(
    401,
    {
      message:
        'Send the key and secret of an LRS credential by Basic authentication, or a bearer token of an issuer that this LRS trusts.',
    },
    { 'WWW-Authenticate': isBrowser ? `Bearer ${realm}` : `Basic ${realm}, charset="UTF-8"` },
  );
}
