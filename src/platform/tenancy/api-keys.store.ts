import type { TenantDb } from '../database/database.ts';
import type { Role, Scope } from './scopes.ts';

export interface ApiKeyRecord {
  id: string;
  name: string;
  role: Role;
  scopes: Scope[] | null;
  personId: string | null;
  prefix: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

const columns = `id, name, role, scopes, person_id as "personId", prefix, created_at as "createdAt",
  expires_at as "expiresAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;

type Selected = ApiKeyRecord;

export async function insertApiKey(
  db: TenantDb,
  key: Pick<
    ApiKeyRecord,
    'id' | 'name' | 'role' | 'scopes' | 'personId' | 'prefix' | 'expiresAt'
  > & {
    hash: string;
  },
): Promise<ApiKeyRecord | undefined> {
  const { rows } = await db.query<Selected>(
    `insert into api_key (tenant_id, id, name, role, scopes, person_id, prefix, expires_at, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (hash) do nothing returning ${columns}`,
    [
      db.tenantId,
      key.id,
      key.name,
      key.role,
      key.scopes,
      key.personId,
      key.prefix,
      key.expiresAt,
      key.hash,
    ],
  );
  return rows[0];
}

export async function listApiKeys(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ApiKeyRecord[]> {
  const { rows } = await db.query<Selected>(
    `select ${columns} from api_key where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

/** Undefined when there is no such key. Revoking again changes nothing. */
export async function revokeApiKey(db: TenantDb, id: string): Promise<ApiKeyRecord | undefined> {
  const { rows } = await db.query<Selected>(
    `update api_key set revoked_at = coalesce(revoked_at, now()) where tenant_id = $1 and id = $2
     returning ${columns}`,
    [db.tenantId, id],
  );
  return rows[0];
}
