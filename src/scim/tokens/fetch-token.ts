import { timingSafeEqual } from 'node:crypto';
import { hashApiKey, newApiKey } from '../../platform/crypto/api-keys.ts';
import { isUuid, uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { findScimClient, type KnownScimClient, noteUse } from './scim-client.store.ts';
import { insertToken, type ScimScope, scimScopes } from './scim-token.store.ts';
import { TokenError } from './token-error.ts';

interface FetchDeps {
  database: Database;
  pepper: Uint8Array;
}

export interface FetchedToken {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  scope: string;
}

/** Undefined for a client that there is not, or whose secret is another. */
export async function findClient(
  { database, pepper }: FetchDeps,
  { id, secret }: ClientCredentials,
): Promise<KnownScimClient | undefined> {
  const client = isUuid(id) ? await findScimClient(database.lookup, id) : undefined;
  if (!client) return undefined;
  const [shown, kept] = [hashApiKey(pepper, secret), client.secretHash].map((hash) =>
    Buffer.from(hash, 'hex'),
  );
  return shown && kept && timingSafeEqual(shown, kept) ? client : undefined;
}

/** RFC 6749 4.4.3. @throws TokenError `invalid_scope` */
export async function fetchToken(
  { database, pepper }: FetchDeps,
  { client, scope }: { client: KnownScimClient; scope: string | null },
): Promise<FetchedToken> {
  const scopes = grantedScopes(client, scope);
  const { key, prefix, hash } = newApiKey(pepper, 'cws');
  const seconds = client.tokenMinutes * 60;
  await database.tenant(client.tenantId, async (db) => {
    await noteUse(db, client.id);
    await insertToken(db, {
      ...{ id: uuidv7(), connectionId: client.connectionId, clientId: client.id, hash, prefix },
      scopes,
      expiresAt: new Date(Date.now() + seconds * 1000),
    });
  });
  const granted = scopes.join(' ');
  return { access_token: key, token_type: 'Bearer', expires_in: seconds, scope: granted };
}

/** What is asked for, as far as the client may; all that it may where it does not say. */
function grantedScopes(client: KnownScimClient, scope: string | null): ScimScope[] {
  const asked = (scope ?? '').split(' ').filter(Boolean);
  const known = scimScopes.filter((name) => asked.includes(name));
  // Clients that must send a scope, and know none of ours, send what others call theirs.
  if (known.length === 0) return client.scopes;
  const refused = known.find((name) => !client.scopes.includes(name));
  if (refused) throw new TokenError('invalid_scope', `The client may not "${refused}".`);
  return known;
}
