import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import type { DirectoryChange } from './directory-change.ts';

export type PlannedChange = DirectoryChange & { seq: number; appliedAt: Date | null };

const CHANGE = `seq, action, subject, name, data, person_id as "personId",
  applied_at as "appliedAt"`;

export async function insertChanges(
  db: TenantDb,
  syncId: string,
  changes: (DirectoryChange & { seq: number })[],
): Promise<void> {
  if (changes.length === 0) return;
  await db.query(
    `insert into directory_change (tenant_id, sync_id, seq, action, subject, name, data, person_id)
     select $1, $2, x.seq, x.action, x.subject, x.name, x.data, x."personId"
     from jsonb_to_recordset($3::jsonb) as x(seq integer, action text, subject text, name text,
       data jsonb, "personId" uuid)`,
    [db.tenantId, syncId, storableJson(changes)],
  );
}

/** In the order in which they are applied. */
export async function listChanges(
  db: TenantDb,
  {
    syncId,
    after,
    limit,
    action,
  }: { syncId: string; after: number; limit: number; action?: string | undefined },
): Promise<PlannedChange[]> {
  const { rows } = await db.query<PlannedChange>(
    `select ${CHANGE} from directory_change
     where tenant_id = $1 and sync_id = $2 and seq > $3 and ($5::text is null or action = $5)
     order by seq limit $4`,
    [db.tenantId, syncId, after, limit, action ?? null],
  );
  return rows;
}

/** Everybody who would leave. */
export async function listDepartures(db: TenantDb, syncId: string): Promise<string[]> {
  const { rows } = await db.query<{ personId: string }>(
    `select person_id as "personId" from directory_change
     where tenant_id = $1 and sync_id = $2 and action = 'deactivate' and person_id is not null`,
    [db.tenantId, syncId],
  );
  return rows.map(({ personId }) => personId);
}

/** Lines that were applied, and who somebody new has become. */
export async function markApplied(
  db: TenantDb,
  syncId: string,
  applied: { seq: number; personId: string | null }[],
): Promise<void> {
  await db.query(
    `update directory_change c set applied_at = now(), person_id = coalesce(x."personId", c.person_id)
     from jsonb_to_recordset($3::jsonb) as x(seq integer, "personId" uuid)
     where c.tenant_id = $1 and c.sync_id = $2 and c.seq = x.seq`,
    [db.tenantId, syncId, storableJson(applied)],
  );
}

/** Lines of plans that were only shown, from before this sync: they name people who may be erased. */
export async function deleteOlderPlans(
  db: TenantDb,
  { connectionId, syncId }: { connectionId: string; syncId: string },
): Promise<void> {
  await db.query(
    `delete from directory_change where tenant_id = $1 and sync_id in (
       select id from directory_sync
       where tenant_id = $1 and connection_id = $2 and mode = 'plan' and id < $3)`,
    [db.tenantId, connectionId, syncId],
  );
}

/** What an earlier attempt has planned. */
export async function deleteChanges(db: TenantDb, syncId: string): Promise<void> {
  await db.query('delete from directory_change where tenant_id = $1 and sync_id = $2', [
    ...[db.tenantId, syncId],
  ]);
}
