import { newApiKey } from '../../platform/crypto/api-keys.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { countLiveClients, insertClient, type ScimClient } from './scim-client.store.ts';
import {
  countLiveTokens,
  insertToken,
  lockTokens,
  type ScimScope,
  type ScimToken,
  scimScopes,
} from './scim-token.store.ts';

/** One that is used and one that takes its place. */
const LIVE = 2;

interface NewCredential {
  pepper: Uint8Array;
  connectionId: string;
  scopes?: ScimScope[] | undefined;
  /** RFC 3339; null: never. */
  expiresAt?: string | null | undefined;
}

/** @throws Problem 404, 409 when two tokens are live */
export async function makeToken(
  db: TenantDb,
  { pepper, connectionId, scopes, expiresAt }: NewCredential,
): Promise<ScimToken & { token: string }> {
  await requireConnection(db, connectionId);
  if ((await countLiveTokens(db, connectionId)) >= LIVE) throw tooMany('tokens');
  const { key: token, prefix, hash } = newApiKey(pepper, 'cws');
  const made = await insertToken(db, {
    ...{ id: uuidv7(), connectionId, hash, prefix },
    scopes: scopes ?? [...scimScopes],
    expiresAt: expiresAt ? new Date(expiresAt) : null,
  });
  return { ...made, token };
}

/** @throws Problem 404, 409 when two clients are live */
export async function makeClient(
  db: TenantDb,
  {
    pepper,
    connectionId,
    scopes,
    expiresAt,
    tokenMinutes = 60,
  }: NewCredential & { tokenMinutes?: number | undefined },
): Promise<ScimClient & { clientSecret: string }> {
  await requireConnection(db, connectionId);
  if ((await countLiveClients(db, connectionId)) >= LIVE) throw tooMany('clients');
  const { key: clientSecret, prefix, hash: secretHash } = newApiKey(pepper, 'cws');
  const made = await insertClient(db, {
    ...{ id: uuidv7(), connectionId, secretHash, prefix, tokenMinutes },
    scopes: scopes ?? [...scimScopes],
    expiresAt: expiresAt ? new Date(expiresAt) : null,
  });
  return { ...made, clientSecret };
}

/** Holds the connection, so that of two that are made at once each counts the other. */
async function requireConnection(db: TenantDb, connectionId: string): Promise<void> {
  if (await lockTokens(db, connectionId)) return;
  throw new Problem(404, 'not_found', { detail: 'There is no such SCIM connection.' });
}

function tooMany(what: string): Problem {
  return new Problem(409, 'conflict', {
    detail: `Two ${what} of this connection are live. Revoke the one that is not used any more.`,
  });
}
