import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import { forgetEntries } from './log-entry.store.ts';

const kind = 'scim.log.prune';
const KEPT_MS = 30 * 86_400_000;

/** Forgets what is older than 30 days. */
export const logPruneHandler: JobHandler = {
  kind,
  maxAttempts: 3,
  run: async (_job, { signal, transact }) => {
    const before = new Date(Date.now() - KEPT_MS);
    while ((await transact((db) => forgetEntries(db, before))) > 0) signal.throwIfAborted();
  },
};

export const logPruneSchedule: Schedule = {
  name: kind,
  cron: '37 * * * *',
  everyTenant: { kind, payload: {} },
};
