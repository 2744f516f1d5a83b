import type { JsonObject, Scope as LrsScope, Version } from '@crosswalk/xapi-lrs';
import type { Database, Queryable, TenantDb } from '../../platform/database/database.ts';

export interface LrsCredentialRecord {
  id: string;
  name: string;
  key: string;
  scopes: LrsScope[];
  defaultVersion: Version;
  authority: JsonObject;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  previousSecretUntil: Date | null;
}

const columns = `id, name, key, scopes, default_version as "defaultVersion", authority,
  created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt",
  last_used_at as "lastUsedAt", previous_until as "previousSecretUntil"`;

export async function insertCredential(
  db: TenantDb,
  c: Pick<
    LrsCredentialRecord,
    'id' | 'name' | 'key' | 'scopes' | 'defaultVersion' | 'authority' | 'expiresAt'
  > & { secretHash: string },
): Promise<LrsCredentialRecord | undefined> {
  const { rows } = await db.query<LrsCredentialRecord>(
    `insert into lrs_credential (tenant_id, id, name, key, secret_hash, scopes, default_version, authority, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
    [
      db.tenantId,
      c.id,
      c.name,
      c.key,
      c.secretHash,
      c.scopes,
      c.defaultVersion,
      JSON.stringify(c.authority),
      c.expiresAt,
    ],
  );
  return rows[0];
}

/** Newest first. */
export async function listCredentials(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<LrsCredentialRecord[]> {
  const { rows } = await db.query<LrsCredentialRecord>(
    `select ${columns} from lrs_credential where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export async function updateCredential(
  db: TenantDb,
  id: string,
  change: {
    name?: string | undefined;
    scopes?: LrsScope[] | undefined;
    defaultVersion?: Version | undefined;
    authority?: JsonObject | undefined;
    /** Null: never; undefined: as it is. */
    expiresAt?: Date | null | undefined;
  },
): Promise<LrsCredentialRecord | undefined> {
  const { rows } = await db.query<LrsCredentialRecord>(
    `update lrs_credential set name = coalesce($3, name), scopes = coalesce($4, scopes),
       default_version = coalesce($5, default_version), authority = coalesce($6, authority),
       expires_at = case when $7 then $8 else expires_at end
     where tenant_id = $1 and id = $2 returning ${columns}`,
    [
      db.tenantId,
      id,
      change.name ?? null,
      change.scopes ?? null,
      change.defaultVersion ?? null,
      change.authority ? JSON.stringify(change.authority) : null,
      change.expiresAt !== undefined,
      change.expiresAt ?? null,
    ],
  );
  return rows[0];
}

/** The secret so far goes on to work until the time given. */
export async function replaceSecret(
  db: TenantDb,
  id: string,
  { secretHash, previousUntil }: { secretHash: string; previousUntil: Date },
): Promise<LrsCredentialRecord | undefined> {
  const { rows } = await db.query<LrsCredentialRecord>(
    `update lrs_credential set previous_hash = secret_hash, previous_until = $4, secret_hash = $3
     where tenant_id = $1 and id = $2 and revoked_at is null returning ${columns}`,
    [db.tenantId, id, secretHash, previousUntil],
  );
  return rows[0];
}

/** Revoking again changes nothing. */
export async function revokeCredential(
  db: TenantDb,
  id: string,
): Promise<LrsCredentialRecord | undefined> {
  const { rows } = await db.query<LrsCredentialRecord>(
    `update lrs_credential set revoked_at = coalesce(revoked_at, now())
     where tenant_id = $1 and id = $2 returning ${columns}`,
    [db.tenantId, id],
  );
  return rows[0];
}

export interface KnownCredential {
  tenantId: string;
  id: string;
  secretHash: string;
  previousHash: string | null;
  previousUntil: Date | null;
  scopes: LrsScope[];
  defaultVersion: Version;
  authority: JsonObject;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

export async function findCredential(
  lookup: Queryable,
  key: string,
): Promise<KnownCredential | undefined> {
  const { rows } = await lookup.query<KnownCredential>(
    `select tenant_id as "tenantId", id, secret_hash as "secretHash", previous_hash as "previousHash",
       previous_until as "previousUntil", scopes, default_version as "defaultVersion", authority,
       expires_at as "expiresAt", revoked_at as "revokedAt"
     from find_lrs_credential($1)`,
    [key],
  );
  return rows[0];
}

/** Remembers that it was used, at most once a minute. */
export async function touchCredential(
  database: Database,
  { tenantId, id }: { tenantId: string; id: string },
): Promise<void> {
  await database.tenant(tenantId, (db) =>
    db.query(
      `update lrs_credential set last_used_at = now() where tenant_id = $1 and id = $2
         and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [tenantId, id],
    ),
  );
}
