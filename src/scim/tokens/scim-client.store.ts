import type { Queryable, TenantDb } from '../../platform/database/database.ts';
import type { ScimScope } from './scim-token.store.ts';

/** Credentials by which a client fetches tokens that live for an hour or more (RFC 6749 4.4). */
export interface ScimClient {
  /** `client_id`. */
  id: string;
  prefix: string;
  scopes: ScimScope[];
  tokenMinutes: number;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

const CLIENT = `id, prefix, scopes, token_minutes as "tokenMinutes", created_at as "createdAt",
  expires_at as "expiresAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;

/** Newest first. */
export async function listClients(db: TenantDb, connectionId: string): Promise<ScimClient[]> {
  const { rows } = await db.query<ScimClient>(
    `select ${CLIENT} from scim_client where tenant_id = $1 and connection_id = $2
     order by id desc limit 200`,
    [db.tenantId, connectionId],
  );
  return rows;
}

export async function countLiveClients(db: TenantDb, connectionId: string): Promise<number> {
  const { rows } = await db.query<{ live: number }>(
    `select count(*)::integer as live from scim_client
     where tenant_id = $1 and connection_id = $2 and revoked_at is null
       and (expires_at is null or expires_at > now())`,
    [db.tenantId, connectionId],
  );
  return rows[0]?.live ?? 0;
}

export async function insertClient(
  db: TenantDb,
  client: Pick<ScimClient, 'id' | 'prefix' | 'scopes' | 'tokenMinutes' | 'expiresAt'> & {
    connectionId: string;
    secretHash: string;
  },
): Promise<ScimClient> {
  const { rows } = await db.query<ScimClient>(
    `insert into scim_client (tenant_id, id, connection_id, secret_hash, prefix, scopes,
       token_minutes, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${CLIENT}`,
    [
      ...[db.tenantId, client.id, client.connectionId, client.secretHash, client.prefix],
      ...[client.scopes, client.tokenMinutes, client.expiresAt],
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('an insert returned no row');
  return row;
}

/** With it die the tokens that it fetched. Revoking again changes nothing. */
export async function revokeClient(
  db: TenantDb,
  { id, connectionId }: { id: string; connectionId: string },
): Promise<ScimClient | undefined> {
  const { rows } = await db.query<ScimClient>(
    `update scim_client set revoked_at = coalesce(revoked_at, now())
     where tenant_id = $1 and id = $2 and connection_id = $3 returning ${CLIENT}`,
    [db.tenantId, id, connectionId],
  );
  return rows[0];
}

export interface KnownScimClient extends Pick<ScimClient, 'id' | 'scopes' | 'tokenMinutes'> {
  tenantId: string;
  connectionId: string;
  secretHash: string;
}

/** A client that may fetch tokens now. */
export async function findScimClient(
  lookup: Queryable,
  id: string,
): Promise<KnownScimClient | undefined> {
  const { rows } = await lookup.query<KnownScimClient>(
    `select tenant_id as "tenantId", id, connection_id as "connectionId",
       secret_hash as "secretHash", scopes, token_minutes as "tokenMinutes"
     from find_scim_client($1)`,
    [id],
  );
  return rows[0];
}

/** Notes the use, and forgets tokens that it fetched and that are over. */
export async function noteUse(db: TenantDb, clientId: string): Promise<void> {
  await Promise.all([
    db.query('update scim_client set last_used_at = now() where tenant_id = $1 and id = $2', [
      ...[db.tenantId, clientId],
    ]),
    db.query(
      'delete from scim_token where tenant_id = $1 and client_id = $2 and expires_at < now()',
      [db.tenantId, clientId],
    ),
  ]);
}
