import type { Context } from 'koa';
import { hashApiKey } from '../../platform/crypto/api-keys.ts';
import type { Database } from '../../platform/database/database.ts';
import type { RateVerdict } from '../../platform/rate-limit/limiter.ts';
import { ScimError } from '../scim-error.ts';
import {
  findScimConnection,
  type KnownScimToken,
  type ScimScope,
  touchToken,
} from './scim-token.store.ts';

/** A revoked token, and one of a connection that was turned off, is dead within this time. */
const CACHE_MS = 10_000;
const CACHE_SIZE = 10_000;
const TOUCH_MS = 60_000;

export interface ScimCaller {
  tenantId: string;
  connectionId: string;
  tokenId: string;
  scopes: readonly ScimScope[];
}

export interface ScimCallers {
  /**
   * Knows the connection by its bearer token, within the rate limits.
   * @throws ScimError 401, 429
   */
  authenticate(ctx: Context): Promise<ScimCaller>;
  /** Drops what this process remembers, so that a revocation here is immediate. */
  forget(): void;
}

interface CallersDeps {
  database: Database;
  pepper: Uint8Array;
  limiter: { check(kind: 'scim' | 'address', key: string): Promise<RateVerdict> };
  now?: () => number;
}

export function createScimCallers({
  database,
  pepper,
  limiter,
  now = Date.now,
}: CallersDeps): ScimCallers {
  const cache = new Map<string, { caller: ScimCaller; until: number }>();

  async function find(header: string): Promise<ScimCaller | undefined> {
    const token = /^Bearer +([\x21-\x7e]{1,500}) *$/i.exec(header)?.[1];
    if (token === undefined) return undefined;
    const hash = hashApiKey(pepper, token);
    const known = cache.get(hash);
    if (known && known.until > now()) return known.caller;
    cache.delete(hash);
    const found = await findScimConnection(database.lookup, hash);
    if (!found) return undefined;
    await touch(found);
    const { tenantId, connectionId, id: tokenId, scopes, expiresAt } = found;
    const caller = { tenantId, connectionId, tokenId, scopes };
    if (cache.size >= CACHE_SIZE) cache.clear();
    const until = Math.min(now() + CACHE_MS, expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
    cache.set(hash, { caller, until });
    return caller;
  }

  async function touch(token: KnownScimToken): Promise<void> {
    if (token.lastUsedAt && token.lastUsedAt.getTime() > now() - TOUCH_MS) return;
    await touchToken(database, token);
  }

  return {
    authenticate: async (ctx) => {
      const caller = await find(ctx.get('Authorization'));
      const verdict = caller
        ? await limiter.check('scim', `${caller.tenantId}:scim:${caller.connectionId}`)
        : await limiter.check('address', ctx.ip);
      if (!verdict.allowed) {
        throw new ScimError(429, 'Too many requests. Wait as Retry-After says.', {
          headers: verdict.headers,
        });
      }
      ctx.set(verdict.headers);
      if (!caller) {
        throw new ScimError(401, 'Send a live token of a connection as "Authorization: Bearer".', {
          headers: { 'WWW-Authenticate': 'Bearer realm="Crosswalk SCIM"' },
        });
      }
      ctx.state.scimCaller = caller;
      // What logs and metrics call it.
      ctx.state.caller = { name: `scim:${caller.connectionId}`, tenantId: caller.tenantId };
      return caller;
    },
    forget: () => cache.clear(),
  };
}
