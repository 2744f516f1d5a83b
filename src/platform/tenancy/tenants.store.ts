import type { Queryable, TenantDb } from '../database/database.ts';

export interface TenantRow {
  tenantId: string;
  name: string;
  createdAt: Date;
}

/** Every tenant, oldest first. */
export async function listTenants(lookup: Queryable): Promise<TenantRow[]> {
  const { rows } = await lookup.query<TenantRow>(
    `select tenant_id as "tenantId", name, created_at as "createdAt" from list_tenants()`,
  );
  return rows;
}

/** Keeps a sealed secret of the whole hub under a name, unless one is kept already; answers that. */
export async function keepPlatformSecret(
  lookup: Queryable,
  name: string,
  sealed: string,
): Promise<string> {
  const { rows } = await lookup.query<{ kept: string }>(
    'select keep_platform_secret($1, $2) as kept',
    [name, sealed],
  );
  return rows[0]?.kept ?? sealed;
}

/** Puts another sealing of a secret in the place of `old`, if that is still there. */
export async function replacePlatformSecret(
  lookup: Queryable,
  name: string,
  { old, sealed }: { old: string; sealed: string },
): Promise<void> {
  await lookup.query('select replace_platform_secret($1, $2, $3)', [name, old, sealed]);
}

export interface WrappedDataKey {
  id: string;
  wrapped: string;
  /** RFC 3339; undefined: current. */
  retiredAt?: string;
}

export async function insertTenant(
  db: TenantDb,
  { name, dataKeys }: { name: string; dataKeys: WrappedDataKey[] },
): Promise<void> {
  await db.query('insert into tenant (tenant_id, name, data_keys) values ($1, $2, $3)', [
    db.tenantId,
    name,
    JSON.stringify(dataKeys),
  ]);
}

export async function getTenant(
  db: TenantDb,
): Promise<
  { name: string; settings: Record<string, unknown>; dataKeys: WrappedDataKey[] } | undefined
> {
  const { rows } = await db.query<{
    name: string;
    settings: Record<string, unknown>;
    dataKeys: WrappedDataKey[];
  }>('select name, settings, data_keys as "dataKeys" from tenant where tenant_id = $1', [
    db.tenantId,
  ]);
  return rows[0];
}

export async function updateSettings(
  db: TenantDb,
  settings: Record<string, unknown>,
): Promise<void> {
  await db.query('update tenant set settings = settings || $2 where tenant_id = $1', [
    db.tenantId,
    JSON.stringify(settings),
  ]);
}

/** As they are, held against other changes until the end of the transaction. */
export async function lockDataKeys(db: TenantDb): Promise<WrappedDataKey[]> {
  const { rows } = await db.query<{ dataKeys: WrappedDataKey[] }>(
    'select data_keys as "dataKeys" from tenant where tenant_id = $1 for update',
    [db.tenantId],
  );
  return rows[0]?.dataKeys ?? [];
}

export async function updateDataKeys(db: TenantDb, dataKeys: WrappedDataKey[]): Promise<void> {
  await db.query('update tenant set data_keys = $2 where tenant_id = $1', [
    db.tenantId,
    JSON.stringify(dataKeys),
  ]);
}

export async function findSecret(db: TenantDb, name: string): Promise<string | undefined> {
  const { rows } = await db.query<{ ciphertext: string }>(
    'select ciphertext from tenant_secret where tenant_id = $1 and name = $2',
    [db.tenantId, name],
  );
  return rows[0]?.ciphertext;
}

/** False when another process kept one first. */
export async function insertSecret(
  db: TenantDb,
  name: string,
  ciphertext: string,
): Promise<boolean> {
  const { count } = await db.query(
    `insert into tenant_secret (tenant_id, name, ciphertext) values ($1, $2, $3) on conflict do nothing`,
    [db.tenantId, name, ciphertext],
  );
  return count === 1;
}

export async function listSecrets(db: TenantDb): Promise<{ name: string; ciphertext: string }[]> {
  const { rows } = await db.query<{ name: string; ciphertext: string }>(
    'select name, ciphertext from tenant_secret where tenant_id = $1',
    [db.tenantId],
  );
  return rows;
}

export async function replaceSecret(db: TenantDb, name: string, ciphertext: string): Promise<void> {
  await db.query('update tenant_secret set ciphertext = $3 where tenant_id = $1 and name = $2', [
    db.tenantId,
    name,
    ciphertext,
  ]);
}

export async function deleteSecret(db: TenantDb, name: string): Promise<void> {
  await db.query('delete from tenant_secret where tenant_id = $1 and name = $2', [
    db.tenantId,
    name,
  ]);
}
