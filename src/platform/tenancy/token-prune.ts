import type { JobHandler } from '../jobs/job.ts';
import type { Schedule } from '../jobs/schedules/scheduler.ts';
import { deleteExpiredTokens } from './credentials.store.ts';

const kind = 'tokens.prune';
/** So long a page can still say that its link is spent. */
const KEPT_MS = 86_400_000;

/** Forgets codes and sessions that have long expired. */
export const tokenPruneHandler: JobHandler = {
  kind,
  maxAttempts: 3,
  run: async (_job, ctx) => {
    await ctx.complete((db) => deleteExpiredTokens(db, new Date(Date.now() - KEPT_MS)));
  },
};

export const tokenPruneSchedule: Schedule = {
  name: kind,
  cron: '53 * * * *',
  everyTenant: { kind, payload: {} },
};
