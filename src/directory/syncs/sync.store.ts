import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import type { SyncPlan } from './directory-change.ts';

export const syncModes = ['plan', 'apply'] as const;
export type SyncMode = (typeof syncModes)[number];
/** `auto`: of everybody when it is time for that, else of what has changed. */
export const syncScopes = ['auto', 'full', 'changes'] as const;
export type SyncScope = (typeof syncScopes)[number];

/** Departures that the deletion guard holds. */
export interface HeldPeople {
  /** Null in a plan: nothing is held before it is asked for. */
  holdId: string | null;
  counted: number;
  limit: number;
}

export interface DirectorySync {
  id: string;
  connectionId: string;
  mode: SyncMode;
  /** As asked for, until it has begun. */
  scope: SyncScope;
  status: 'queued' | 'running' | 'succeeded' | 'failed';
  requestedBy: string;
  plan: SyncPlan | null;
  held: HeldPeople | null;
  error: { code: string; detail: string } | null;
  /** For people: why it read everybody, for example. */
  notes: string[];
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const SYNC = `id, connection_id as "connectionId", mode, scope, state as status,
  requested_by as "requestedBy", plan, held, error, notes, created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt"`;

export async function insertSync(
  db: TenantDb,
  sync: Pick<DirectorySync, 'id' | 'connectionId' | 'mode' | 'scope' | 'requestedBy'>,
): Promise<DirectorySync> {
  const { rows } = await db.query<DirectorySync>(
    `insert into directory_sync (tenant_id, id, connection_id, mode, scope, requested_by)
     values ($1, $2, $3, $4, $5, $6) returning ${SYNC}`,
    [db.tenantId, sync.id, sync.connectionId, sync.mode, sync.scope, sync.requestedBy],
  );
  const [row] = rows;
  if (!row) throw new Error('an insert returned no row');
  return row;
}

export async function findSync(db: TenantDb, id: string): Promise<DirectorySync | undefined> {
  const { rows } = await db.query<DirectorySync>(
    `select ${SYNC} from directory_sync where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Newest first. */
export async function listSyncs(
  db: TenantDb,
  {
    connectionId,
    after,
    limit,
  }: { connectionId: string; after: string | undefined; limit: number },
): Promise<DirectorySync[]> {
  const { rows } = await db.query<DirectorySync>(
    `select ${SYNC} from directory_sync
     where tenant_id = $1 and connection_id = $2 and ($3::uuid is null or id < $3)
     order by id desc limit $4`,
    [db.tenantId, connectionId, after ?? null, limit],
  );
  return rows;
}

export async function beginSync(
  db: TenantDb,
  { id, scope, notes }: Pick<DirectorySync, 'id' | 'scope' | 'notes'>,
): Promise<void> {
  await db.query(
    `update directory_sync set state = 'running', scope = $3, notes = $4, plan = null, held = null,
       started_at = now() where tenant_id = $1 and id = $2`,
    [db.tenantId, id, scope, storableJson(notes)],
  );
}

export async function endSync(
  db: TenantDb,
  {
    id,
    status,
    plan,
    held,
    error,
  }: Pick<DirectorySync, 'id' | 'status' | 'plan' | 'held' | 'error'>,
): Promise<void> {
  await db.query(
    `update directory_sync set state = $3, plan = $4, held = $5, error = $6, finished_at = now()
     where tenant_id = $1 and id = $2`,
    [
      ...[db.tenantId, id, status, plan && storableJson(plan), held && storableJson(held)],
      error && storableJson(error),
    ],
  );
}

/** A batch at most; answers how many. */
export async function deleteSyncsBefore(db: TenantDb, before: Date): Promise<number> {
  const { count } = await db.query(
    `delete from directory_sync where tenant_id = $1 and id in (
       select id from directory_sync where tenant_id = $1 and created_at < $2
         and state in ('succeeded', 'failed') limit 20)`,
    [db.tenantId, before],
  );
  return count;
}
