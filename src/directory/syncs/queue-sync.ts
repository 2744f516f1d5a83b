import { findConnection } from '../../core/people/connections/connection.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import {
  type DirectoryConnection,
  directoryConnectionOf,
} from '../connections/directory-settings.ts';
import { nextSync } from './next-sync.ts';
import { SYNC_JOB } from './run-sync.ts';
import { findState, listDueDirectories, writeState } from './state.store.ts';
import { type DirectorySync, insertSync, type SyncMode, type SyncScope } from './sync.store.ts';

interface SyncRequest {
  connectionId: string;
  mode: SyncMode;
  scope: SyncScope;
  requestedBy: string;
}

/** Queues a sync; undefined while another one of the connection waits or runs. */
export async function queueSync(
  db: TenantDb,
  request: SyncRequest,
): Promise<DirectorySync | undefined> {
  const id = uuidv7();
  const key = request.connectionId;
  const { created } = await enqueue(db, { kind: SYNC_JOB, payload: { syncId: id }, key });
  return created ? insertSync(db, { id, ...request }) : undefined;
}

/** Each minute: connections whose time has come. */
export function syncSchedule(database: Database): Schedule {
  return {
    name: SYNC_JOB,
    cron: '* * * * *',
    async run(signal) {
      for (const { tenantId, connectionId } of await listDueDirectories(database.lookup)) {
        signal.throwIfAborted();
        await database.tenant(tenantId, (db) => queueDue(db, connectionId));
      }
    },
  };
}

/** With other settings, the next sync is due as they say; the first one is always somebody's. */
export async function reschedule(
  db: TenantDb,
  { id, settings: { syncMinutes } }: DirectoryConnection,
): Promise<void> {
  const state = await findState(db, id);
  if (state?.syncedAt) await writeState(db, id, { dueAt: nextSync(syncMinutes) });
}

async function queueDue(db: TenantDb, connectionId: string): Promise<void> {
  const found = await findConnection(db, connectionId);
  const connection = found && directoryConnectionOf(found);
  const minutes = connection?.settings.syncMinutes ?? null;
  // Also where the job is lost: it is asked for again then, and not each minute.
  await writeState(db, connectionId, { dueAt: nextSync(minutes) });
  if (minutes === null) return;
  await queueSync(db, { connectionId, mode: 'apply', scope: 'auto', requestedBy: 'schedule' });
}
