import { hashApiKey } from '../crypto/api-keys.ts';
import { hashToken } from '../crypto/one-time-tokens.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from './caller.ts';
import {
  type AccessTokenRow,
  type ApiKeyRow,
  findAccessToken,
  findApiKey,
  isCredentialLive,
  touchApiKey,
} from './credentials.store.ts';
import { roleScopes, type Scope } from './scopes.ts';

/** A credential that is revoked, or whose person is deactivated, is dead within this time, in every process. */
const CACHE_MS = 10_000;
const CACHE_SIZE = 10_000;
const TOUCH_MS = 60_000;

interface CachedCaller {
  caller: Caller | undefined;
  until: number;
}

export interface Credentials {
  /** The caller behind an API key; undefined when unknown, expired, revoked or of nobody active. */
  byApiKey(key: string): Promise<Caller | undefined>;
  /** The caller behind a session token of the given purpose. */
  bySession(token: string, purpose: string): Promise<Caller | undefined>;
  /** Whether a caller of a while ago may still act; asks the database. */
  isLive(caller: Caller): Promise<boolean>;
  /** Drops what this process remembers, so that a revocation here is immediate. */
  forget(): void;
}

export function createCredentials({
  database,
  pepper,
  now = Date.now,
}: {
  database: Database;
  pepper: Uint8Array;
  now?: () => number;
}): Credentials {
  const cache = new Map<string, CachedCaller>();

  async function remembered(hash: string, find: () => Promise<CachedCaller>) {
    const known = cache.get(hash);
    if (known && known.until > now()) return known.caller;
    const found = await find();
    if (cache.size >= CACHE_SIZE) cache.clear();
    // Unknown ones are not kept: floods of bad keys must not push the good ones out.
    if (found.caller) cache.set(hash, found);
    else cache.delete(hash);
    return found.caller;
  }

  return {
    byApiKey: (key) => {
      const hash = hashApiKey(pepper, key);
      return remembered(hash, async () => {
        const row = await findApiKey(database.lookup, hash);
        if (!row || !isUsable(row, now())) return { caller: undefined, until: 0 };
        await touchApiKey(database, row, new Date(now() - TOUCH_MS));
        const granted = roleScopes[row.role];
        const caller: Caller = {
          tenantId: row.tenantId,
          name: `key:${row.id}`,
          role: row.role,
          scopes: new Set(row.scopes ? granted.filter((s) => row.scopes?.includes(s)) : granted),
          personId: row.personId ?? undefined,
          kind: 'api-key',
        };
        return { caller, until: untilOf(row.expiresAt, now()) };
      });
    },
    bySession: (token, purpose) => {
      const hash = hashToken(token);
      return remembered(`${purpose} ${hash}`, async () => {
        const row = await findAccessToken(database.lookup, hash);
        if (row?.purpose !== purpose || !isUsable(row, now())) {
          return { caller: undefined, until: 0 };
        }
        const caller: Caller = {
          tenantId: row.tenantId,
          name: `session:${row.id}`,
          role: row.role,
          scopes: new Set<Scope>(roleScopes[row.role]),
          personId: row.personId ?? undefined,
          kind: 'session',
        };
        return { caller, until: untilOf(row.expiresAt, now()) };
      });
    },
    isLive: ({ tenantId, name, kind }) => {
      const id = name.slice(name.indexOf(':') + 1);
      const table = kind === 'api-key' ? 'api_key' : 'access_token';
      return database.read(tenantId, (db) => isCredentialLive(db, { table, id }));
    },
    forget: () => cache.clear(),
  };
}

/** Whether a credential may be used at all, whatever for. */
export function isUsable(
  { revokedAt, expiresAt, isActive }: ApiKeyRow | AccessTokenRow,
  now: number,
): boolean {
  return isActive && !revokedAt && (expiresAt === null || expiresAt.getTime() > now);
}

function untilOf(expiresAt: Date | null, now: number): number {
  return Math.min(now + CACHE_MS, expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
}
