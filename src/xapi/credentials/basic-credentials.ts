import type { JsonObject, Scope as LrsScope, Version } from '@crosswalk/xapi-lrs';
import { hashApiKey } from '../../platform/crypto/api-keys.ts';
import { isSameSecret } from '../../platform/crypto/secret.ts';
import type { Database } from '../../platform/database/database.ts';
import { findCredential, type KnownCredential, touchCredential } from './credential.store.ts';

/** Whom a credential stands for. */
export interface LrsPrincipal {
  tenantId: string;
  /** For rate limits and logs: `lrs:<id>` or `issuer:<id>:<subject>`. */
  name: string;
  scopes: ReadonlySet<LrsScope>;
  defaultVersion: Version;
  authority: JsonObject;
  /** ms since 1970 after which it is no more. */
  until: number;
}

export interface BasicDeps {
  database: Database;
  pepper: Uint8Array;
  now: () => number;
}

/** The credential behind a user name and password (RFC 7617); undefined when it is none. */
export async function findBasic(
  { database, pepper, now }: BasicDeps,
  encoded: string,
): Promise<LrsPrincipal | undefined> {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1 || text.length > 500) return undefined;
  const found = await findCredential(database.lookup, text.slice(0, colon));
  if (!found) return undefined;
  const hash = hashApiKey(pepper, text.slice(colon + 1));
  if (!isUsable(found, now()) || !isSecret(found, hash, now())) return undefined;
  await touchCredential(database, found);
  return {
    tenantId: found.tenantId,
    name: `lrs:${found.id}`,
    scopes: new Set(found.scopes),
    defaultVersion: found.defaultVersion,
    authority: found.authority,
    until: Math.min(
      found.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
      isSameSecret(hash, found.secretHash)
        ? Number.POSITIVE_INFINITY
        : (found.previousUntil?.getTime() ?? 0),
    ),
  };
}

function isUsable({ expiresAt, revokedAt }: KnownCredential, now: number): boolean {
  return !revokedAt && (expiresAt === null || expiresAt.getTime() > now);
}

/** The current secret, or for a while the one before the last rotation. */
function isSecret(found: KnownCredential, hash: string, now: number): boolean {
  if (isSameSecret(hash, found.secretHash)) return true;
  if (!found.previousHash || !found.previousUntil || found.previousUntil.getTime() <= now) {
    return false;
  }
  return isSameSecret(hash, found.previousHash);
}
