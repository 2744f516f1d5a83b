import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import { deleteSyncsBefore } from './sync.store.ts';

const kind = 'directory.prune';
const KEPT_MS = 30 * 86_400_000;

/** Forgets syncs and their plans after 30 days. */
export const syncPruneHandler: JobHandler = {
  kind,
  maxAttempts: 3,
  async run(_job, { signal, transact }) {
    const before = new Date(Date.now() - KEPT_MS);
    while ((await transact((db) => deleteSyncsBefore(db, before))) > 0) signal.throwIfAborted();
  },
};

export const syncPruneSchedule: Schedule = {
  name: kind,
  cron: '41 2 * * *',
  everyTenant: { kind, payload: {} },
};
