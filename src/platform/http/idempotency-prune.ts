import type { JobHandler } from '../jobs/job.ts';
import type { Schedule } from '../jobs/schedules/scheduler.ts';
import { pruneKeys } from './idempotency.store.ts';

const kind = 'idempotency.prune';

/** Forgets idempotency keys that are older than a day. */
export const idempotencyPruneHandler: JobHandler = {
  kind,
  maxAttempts: 3,
  run: async (_job, ctx) => ctx.complete(pruneKeys),
};

export const idempotencyPruneSchedule: Schedule = {
  name: kind,
  cron: '41 * * * *',
  everyTenant: { kind, payload: {} },
};
