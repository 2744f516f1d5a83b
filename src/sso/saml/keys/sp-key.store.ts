import type { TenantDb } from '../../../platform/database/database.ts';

/** A key pair of the hub as a service provider; the private key is one of the tenant's secrets. */
export interface SpKey {
  id: string;
  /** X.509, PEM. */
  certificate: string;
  notAfter: Date;
  /** In the metadata before, in use from here on. */
  signsFrom: Date;
  createdAt: Date;
}

const columns = `id, certificate, not_after as "notAfter", signs_from as "signsFrom",
  created_at as "createdAt"`;

export async function insertSpKey(db: TenantDb, key: Omit<SpKey, 'createdAt'>): Promise<SpKey> {
  const { rows } = await db.query<SpKey>(
    `insert into sso_key (tenant_id, id, certificate, not_after, signs_from)
     values ($1, $2, $3, $4, $5) returning ${columns}`,
    [db.tenantId, key.id, key.certificate, key.notAfter, key.signsFrom],
  );
  const [row] = rows;
  if (!row) throw new Error('an insert returned no row');
  return row;
}

/** Newest first. */
export async function listSpKeys(db: TenantDb): Promise<SpKey[]> {
  const { rows } = await db.query<SpKey>(
    `select ${columns} from sso_key where tenant_id = $1 order by signs_from desc, id desc`,
    [db.tenantId],
  );
  return rows;
}

export async function deleteSpKey(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query('delete from sso_key where tenant_id = $1 and id = $2', [
    db.tenantId,
    id,
  ]);
  return count === 1;
}

/** Of two processes that want the first key, one makes it. */
export async function lockSpKeys(db: TenantDb): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 5))', [
    JSON.stringify([db.tenantId, 'sso_key']),
  ]);
}
