import type { Database, Queryable, TenantDb } from '../database/database.ts';
import type { Role } from './scopes.ts';

export interface ApiKeyRow {
  tenantId: string;
  id: string;
  role: Role;
  scopes: string[] | null;
  personId: string | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** Whether the person it acts as may act. */
  isActive: boolean;
}

export async function findApiKey(lookup: Queryable, hash: string): Promise<ApiKeyRow | undefined> {
  const { rows } = await lookup.query<ApiKeyRow>(
    `select tenant_id as "tenantId", id, role, scopes, person_id as "personId",
            expires_at as "expiresAt", revoked_at as "revokedAt", active as "isActive"
     from find_api_key($1)`,
    [hash],
  );
  return rows[0];
}

export interface AccessTokenRow {
  tenantId: string;
  id: string;
  purpose: string;
  role: Role;
  personId: string | null;
  data: Record<string, unknown>;
  expiresAt: Date;
  usedAt: Date | null;
  revokedAt: Date | null;
  /** Whether the person it acts as may act. */
  isActive: boolean;
}

export async function findAccessToken(
  lookup: Queryable,
  hash: string,
): Promise<AccessTokenRow | undefined> {
  const { rows } = await lookup.query<AccessTokenRow>(
    `select tenant_id as "tenantId", id, purpose, role, person_id as "personId", data,
            expires_at as "expiresAt", used_at as "usedAt", revoked_at as "revokedAt",
            active as "isActive"
     from find_access_token($1)`,
    [hash],
    'kept',
  );
  return rows[0];
}

/** Remembers that a key was used, at most once a minute. */
export async function touchApiKey(
  database: Database,
  { tenantId, id }: { tenantId: string; id: string },
  before: Date,
): Promise<void> {
  await database.tenant(tenantId, (db) =>
    db.query(
      `update api_key set last_used_at = now()
       where tenant_id = $1 and id = $2 and (last_used_at is null or last_used_at < $3)`,
      [tenantId, id, before],
    ),
  );
}

/** Whether a credential, known from its tenant, may still be used. */
export async function isCredentialLive(
  db: TenantDb,
  { table, id }: { table: 'api_key' | 'access_token'; id: string },
): Promise<boolean> {
  const { count } = await db.query(
    `select from ${table} c left join person p on p.tenant_id = $1 and p.id = c.person_id
     where c.tenant_id = $1 and c.id = $2 and c.revoked_at is null
       and (c.expires_at is null or c.expires_at > now()) and (c.person_id is null or p.active)`,
    [db.tenantId, id],
  );
  return count === 1;
}

export interface NewAccessToken {
  id: string;
  purpose: string;
  hash: string;
  role: Role;
  personId?: string | undefined;
  data?: Record<string, unknown>;
  expiresAt: Date;
}

export async function insertAccessToken(db: TenantDb, token: NewAccessToken): Promise<void> {
  await db.query(
    `insert into access_token (tenant_id, id, purpose, hash, role, person_id, data, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      db.tenantId,
      token.id,
      token.purpose,
      token.hash,
      token.role,
      token.personId ?? null,
      JSON.stringify(token.data ?? {}),
      token.expiresAt,
    ],
    'kept',
  );
}

/** Uses a one-time token up; false when somebody was faster. */
export async function useAccessToken(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query(
    `update access_token set used_at = now()
     where tenant_id = $1 and id = $2 and used_at is null`,
    [db.tenantId, id],
    'kept',
  );
  return count === 1;
}

/** Dead for good, in this process at once and elsewhere when it is asked for again. */
export async function revokeAccessToken(db: TenantDb, id: string): Promise<void> {
  await db.query(
    `update access_token set revoked_at = coalesce(revoked_at, now())
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
}

export async function deleteExpiredTokens(db: TenantDb, before: Date): Promise<void> {
  await db.query('delete from access_token where tenant_id = $1 and expires_at < $2', [
    db.tenantId,
    before,
  ]);
}
