import type { Queryable, TenantDb } from '../../platform/database/database.ts';

/** How far a directory was taken over. */
export interface DirectoryState {
  server: string | null;
  watermark: string | null;
  /** Of the settings by which it was read. */
  reads: string | null;
  fullAt: Date | null;
  syncedAt: Date | null;
  failures: number;
  /** Null: only by hand. */
  dueAt: Date | null;
}

export async function findState(
  db: TenantDb,
  connectionId: string,
): Promise<DirectoryState | undefined> {
  const { rows } = await db.query<DirectoryState>(
    `select server, watermark, reads, full_at as "fullAt", synced_at as "syncedAt", failures,
       due_at as "dueAt"
     from directory_state where tenant_id = $1 and connection_id = $2`,
    [db.tenantId, connectionId],
  );
  return rows[0];
}

/** What is left out stays as it is. */
export async function writeState(
  db: TenantDb,
  connectionId: string,
  state: Partial<DirectoryState>,
): Promise<void> {
  const before = await findState(db, connectionId);
  const next: DirectoryState = {
    ...(before ?? {
      ...{ server: null, watermark: null, reads: null, fullAt: null, syncedAt: null },
      ...{ failures: 0, dueAt: null },
    }),
    ...state,
  };
  await db.query(
    `insert into directory_state (tenant_id, connection_id, server, watermark, reads, full_at,
       synced_at, failures, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (tenant_id, connection_id) do update set server = excluded.server,
       watermark = excluded.watermark, reads = excluded.reads, full_at = excluded.full_at,
       synced_at = excluded.synced_at, failures = excluded.failures, due_at = excluded.due_at`,
    [
      ...[db.tenantId, connectionId, next.server, next.watermark, next.reads, next.fullAt],
      ...[next.syncedAt, next.failures, next.dueAt],
    ],
  );
}

/** Of all tenants. */
export async function listDueDirectories(
  lookup: Queryable,
): Promise<{ tenantId: string; connectionId: string }[]> {
  const { rows } = await lookup.query<{ tenantId: string; connectionId: string }>(
    `select tenant_id as "tenantId", connection_id as "connectionId" from list_due_directories()`,
  );
  return rows;
}
