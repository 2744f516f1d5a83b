import type { Database } from '../../platform/database/database.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import { schedulePull } from '../pulling/run-pull.ts';
import { listDueTransfers } from './forward.store.ts';
import { scheduleForward } from './schedule-forward.ts';

/** Each minute: forwards that nobody has woken, and pulls whose time has come. */
export function transferSchedule(database: Database): Schedule {
  return {
    name: 'lrs.transfers',
    cron: '* * * * *',
    async run(signal) {
      for (const { tenantId, id, kind } of await listDueTransfers(database.lookup)) {
        signal.throwIfAborted();
        const schedule = kind === 'forward' ? scheduleForward : schedulePull;
        await database.tenant(tenantId, (db) => schedule(db, id));
      }
    },
  };
}
