import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import { abandonLogins, forgetRecords } from './prune.store.ts';

const kind = 'lti.prune';
const KEPT_MS = 30 * 86_400_000;

/** Writes down logins that nobody finished, and forgets what is older than 30 days. */
export const inspectorPruneHandler: JobHandler = {
  kind,
  maxAttempts: 3,
  run: async (_job, { signal, transact }) => {
    while ((await transact(abandonLogins)) > 0) signal.throwIfAborted();
    const before = new Date(Date.now() - KEPT_MS);
    while ((await transact((db) => forgetRecords(db, before))) > 0) signal.throwIfAborted();
  },
};

export const inspectorPruneSchedule: Schedule = {
  name: kind,
  cron: '23 * * * *',
  everyTenant: { kind, payload: {} },
};
