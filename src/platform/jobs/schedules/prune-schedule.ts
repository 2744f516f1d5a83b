import type { Database } from '../../database/database.ts';
import { pruneJobs } from '../queue.store.ts';
import type { Schedule } from './scheduler.ts';

/** Forgets finished jobs each night; dead letters stay longer, to be looked at. */
export function pruneSchedule(
  database: Database,
  keepDays = { succeeded: 7, failed: 30 },
): Schedule {
  return {
    name: 'jobs.prune',
    cron: '17 3 * * *',
    async run(signal) {
      while (!signal.aborted && (await pruneJobs(database.lookup, keepDays)) > 0);
    },
  };
}
