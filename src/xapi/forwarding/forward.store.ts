import type { Version } from '@crosswalk/xapi-lrs';
import type { Queryable, TenantDb } from '../../platform/database/database.ts';
import type { StatementFilter } from '../selection.ts';

export interface Forward {
  id: string;
  name: string;
  endpoint: string;
  version: Version;
  filter: StatementFilter;
  enabled: boolean;
  /** `seq` of the last statement that is sent, put aside or not wanted. */
  cursor: number;
  sent: number;
  lastSentAt: Date | null;
  /** Since the last success. */
  failures: number;
  lastError: string | null;
  /** Not before. */
  retryAt: Date | null;
  createdAt: Date;
}

const columns = `id, name, endpoint, version, filter, enabled, cursor, sent,
  last_sent_at as "lastSentAt", failures, last_error as "lastError", retry_at as "retryAt",
  created_at as "createdAt"`;

export async function insertForward(
  db: TenantDb,
  f: Pick<Forward, 'id' | 'name' | 'endpoint' | 'version' | 'filter' | 'enabled' | 'cursor'>,
): Promise<void> {
  await db.query(
    `insert into lrs_forward (tenant_id, id, name, endpoint, version, filter, enabled, cursor)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      db.tenantId,
      f.id,
      f.name,
      f.endpoint,
      f.version,
      JSON.stringify(f.filter),
      f.enabled,
      f.cursor,
    ],
  );
}

export async function findForward(db: TenantDb, id: string): Promise<Forward | undefined> {
  const { rows } = await db.query<Forward>(
    `select ${columns} from lrs_forward where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Newest first. */
export async function listForwards(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Forward[]> {
  const { rows } = await db.query<Forward>(
    `select ${columns} from lrs_forward where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

/** Ids of those that are not paused. */
export async function listActiveForwards(db: TenantDb): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    'select id from lrs_forward where tenant_id = $1 and enabled',
    [db.tenantId],
  );
  return rows.map(({ id }) => id);
}

/** What changed may help, so it is tried at once. */
export async function updateForward(
  db: TenantDb,
  id: string,
  change: Partial<Pick<Forward, 'name' | 'endpoint' | 'version' | 'filter' | 'enabled'>>,
): Promise<boolean> {
  const { count } = await db.query(
    `update lrs_forward set name = coalesce($3, name), endpoint = coalesce($4, endpoint),
       version = coalesce($5, version), filter = coalesce($6, filter),
       enabled = coalesce($7, enabled), retry_at = null
     where tenant_id = $1 and id = $2`,
    [
      db.tenantId,
      id,
      change.name ?? null,
      change.endpoint ?? null,
      change.version ?? null,
      change.filter ? JSON.stringify(change.filter) : null,
      change.enabled ?? null,
    ],
  );
  return count === 1;
}

export async function deleteForward(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query('delete from lrs_forward where tenant_id = $1 and id = $2', [
    db.tenantId,
    id,
  ]);
  return count === 1;
}

/** Begins again after the place given. */
export async function resetCursor(db: TenantDb, id: string, cursor: number): Promise<boolean> {
  const { count } = await db.query(
    'update lrs_forward set cursor = $3, retry_at = null where tenant_id = $1 and id = $2',
    [db.tenantId, id, cursor],
  );
  return count === 1;
}

/** False when the cursor is not at `from` any longer. */
export async function advanceCursor(
  db: TenantDb,
  id: string,
  { from, to, sent }: { from: number; to: number; sent: number },
): Promise<boolean> {
  const { count } = await db.query(
    `update lrs_forward set cursor = $4, sent = sent + $5,
       last_sent_at = case when $5 > 0 then now() else last_sent_at end
     where tenant_id = $1 and id = $2 and cursor = $3`,
    [db.tenantId, id, from, to, sent],
  );
  return count === 1;
}

/** The other LRS answers again. */
export async function clearFailures(db: TenantDb, id: string): Promise<void> {
  await db.query(
    `update lrs_forward set failures = 0, last_error = null, retry_at = null
     where tenant_id = $1 and id = $2 and failures > 0`,
    [db.tenantId, id],
  );
}

export async function recordFailure(
  db: TenantDb,
  id: string,
  { reason, retryAt }: { reason: string; retryAt: Date },
): Promise<void> {
  await db.query(
    `update lrs_forward set failures = failures + 1, last_error = $3, retry_at = $4
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, reason, retryAt],
  );
}

/** Of all tenants: forwards that are not paused, and pulls whose time has come. */
export async function listDueTransfers(
  lookup: Queryable,
): Promise<{ tenantId: string; id: string; kind: 'forward' | 'pull' }[]> {
  const { rows } = await lookup.query<{ tenantId: string; id: string; kind: 'forward' | 'pull' }>(
    'select tenant_id as "tenantId", id, kind from list_due_lrs_transfers()',
  );
  return rows;
}
