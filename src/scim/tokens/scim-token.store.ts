import type { Database, Queryable, TenantDb } from '../../platform/database/database.ts';

export const scimScopes = ['read', 'write'] as const;
export type ScimScope = (typeof scimScopes)[number];

export interface ScimToken {
  id: string;
  prefix: string;
  scopes: ScimScope[];
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

const TOKEN = `id, prefix, scopes, created_at as "createdAt", expires_at as "expiresAt",
  revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;

/** Newest first; without those that OAuth clients fetch for an hour. */
export async function listTokens(db: TenantDb, connectionId: string): Promise<ScimToken[]> {
  const { rows } = await db.query<ScimToken>(
    `select ${TOKEN} from scim_token
     where tenant_id = $1 and connection_id = $2 and client_id is null order by id desc limit 200`,
    [db.tenantId, connectionId],
  );
  return rows;
}

/** Tokens of a connection are made one after the other; false where there is no such connection. */
export async function lockTokens(db: TenantDb, connectionId: string): Promise<boolean> {
  const { count } = await db.query(
    `select from connection where tenant_id = $1 and id = $2 and kind = 'scim' for no key update`,
    [db.tenantId, connectionId],
  );
  return count > 0;
}

export async function countLiveTokens(db: TenantDb, connectionId: string): Promise<number> {
  const { rows } = await db.query<{ live: number }>(
    `select count(*)::integer as live from scim_token
     where tenant_id = $1 and connection_id = $2 and client_id is null and revoked_at is null
       and (expires_at is null or expires_at > now())`,
    [db.tenantId, connectionId],
  );
  return rows[0]?.live ?? 0;
}

export interface NewScimToken extends Pick<ScimToken, 'id' | 'prefix' | 'scopes' | 'expiresAt'> {
  connectionId: string;
  hash: string;
  /** The OAuth client that fetched it. */
  clientId?: string;
}

export async function insertToken(db: TenantDb, token: NewScimToken): Promise<ScimToken> {
  const { rows } = await db.query<ScimToken>(
    `insert into scim_token (tenant_id, id, connection_id, hash, prefix, scopes, expires_at, client_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${TOKEN}`,
    [
      ...[db.tenantId, token.id, token.connectionId, token.hash, token.prefix, token.scopes],
      ...[token.expiresAt, token.clientId ?? null],
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('an insert returned no row');
  return row;
}

/** Revoking again changes nothing; undefined where there is no such token. */
export async function revokeToken(
  db: TenantDb,
  { id, connectionId }: { id: string; connectionId: string },
): Promise<ScimToken | undefined> {
  const { rows } = await db.query<ScimToken>(
    `update scim_token set revoked_at = coalesce(revoked_at, now())
     where tenant_id = $1 and id = $2 and connection_id = $3 and client_id is null
     returning ${TOKEN}`,
    [db.tenantId, id, connectionId],
  );
  return rows[0];
}

export interface KnownScimToken {
  tenantId: string;
  id: string;
  connectionId: string;
  scopes: ScimScope[];
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

/** The connection that a token opens, while both are live. @param hash of `hashApiKey` */
export async function findScimConnection(
  lookup: Queryable,
  hash: string,
): Promise<KnownScimToken | undefined> {
  const { rows } = await lookup.query<KnownScimToken>(
    `select tenant_id as "tenantId", id, connection_id as "connectionId", scopes,
       expires_at as "expiresAt", last_used_at as "lastUsedAt"
     from find_scim_token($1)`,
    [hash],
  );
  return rows[0];
}

/** Remembers that a token and its client were used, at most once a minute. */
export async function touchToken(
  database: Database,
  { tenantId, id }: Pick<KnownScimToken, 'tenantId' | 'id'>,
): Promise<void> {
  await database.tenant(tenantId, (db) =>
    db.query(
      `update scim_token set last_used_at = now() where tenant_id = $1 and id = $2
         and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [tenantId, id],
    ),
  );
}
