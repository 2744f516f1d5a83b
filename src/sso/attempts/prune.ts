import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import { abandonLogins, forgetClaims, forgetPast } from './prune.store.ts';

const kind = 'sso.prune';
const KEPT_MS = 30 * 86_400_000;

/** Writes down sign-ins that nobody finished, and forgets what is older than 30 days. */
export const ssoPruneHandler: JobHandler = {
  kind,
  maxAttempts: 3,
  run: async (_job, { signal, transact }) => {
    const before = new Date(Date.now() - KEPT_MS);
    while ((await transact(abandonLogins)) > 0) signal.throwIfAborted();
    while ((await transact(forgetClaims)) > 0) signal.throwIfAborted();
    while ((await transact((db) => forgetPast(db, before))) > 0) signal.throwIfAborted();
  },
};

export const ssoPruneSchedule: Schedule = {
  name: kind,
  cron: '41 * * * *',
  everyTenant: { kind, payload: {} },
};
