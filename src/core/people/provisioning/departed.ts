import type { JobHandler } from '../../../platform/jobs/job.ts';
import type { Schedule } from '../../../platform/jobs/schedules/scheduler.ts';
import { erasePersonDetails } from '../erase-person.store.ts';
import { forgetIdentities, takeDeparted } from './soft-delete.store.ts';

const kind = 'people.departed';
const BATCH = 100;

/** Forgets who the people were whom their directory deleted, once the connection's window is over. */
export const departedHandler: JobHandler = {
  kind,
  maxAttempts: 3,
  run: async (_job, { signal, transact }) => {
    for (;;) {
      signal.throwIfAborted();
      const gone = await transact(async (db) => {
        const ids = await takeDeparted(db, BATCH);
        for (const id of ids) await erasePersonDetails(db, id);
        return ids.length;
      });
      if (gone < BATCH) break;
    }
    await transact(forgetIdentities);
  },
};

export const departedSchedule: Schedule = {
  name: kind,
  cron: '41 2 * * *',
  everyTenant: { kind, payload: {} },
};
