import type { JobHandler } from '../../../platform/jobs/job.ts';
import type { Schedule } from '../../../platform/jobs/schedules/scheduler.ts';
import { type AbandonDeps, abandonOpen } from './abandon-open.ts';
import { findSilentSessions } from './session.store.ts';

const kind = 'cmi5-sessions.abandon';
/** Whoever comes back to a page later than this has to open the AU again. */
const SILENT_MS = 12 * 3_600_000;
const AT_ONCE = 100;

/** Abandons sessions whose AUs went away without a word (cmi5 9.3.6). */
export function abandonSilentHandler(deps: AbandonDeps): JobHandler {
  return {
    kind,
    maxAttempts: 3,
    run: async (_job, { signal, transact }) => {
      let found = AT_ONCE;
      while (found === AT_ONCE) {
        signal.throwIfAborted();
        const since = new Date(Date.now() - SILENT_MS);
        const silent = await transact((db) => findSilentSessions(db, { since, limit: AT_ONCE }));
        for (const { registration } of silent) {
          await transact((db) => abandonOpen(db, registration, deps));
        }
        found = silent.length;
      }
    },
  };
}

export const abandonSilentSchedule: Schedule = {
  name: kind,
  cron: '7 * * * *',
  everyTenant: { kind, payload: {} },
};
