import type { JobHandler } from '../../../platform/jobs/job.ts';
import type { Schedule } from '../../../platform/jobs/schedules/scheduler.ts';
import { rebuildNext } from './rebuild.ts';
import { rollNext } from './roll.ts';
import { rollKind } from './roll-request.ts';

/** Sums facts by day; goes on with a rebuild that was stopped. */
export function rollHandler({ hub }: { hub: string }): JobHandler {
  return {
    kind: rollKind,
    maxAttempts: 10,
    run: async (_, { signal, transact }) => {
      while (await transact((db) => rebuildNext(db, { hub }))) signal.throwIfAborted();
      while (await transact((db) => rollNext(db))) signal.throwIfAborted();
    },
  };
}

/** For tenants where too little comes to ask for it. */
export const rollSchedule: Schedule = {
  name: rollKind,
  cron: '7 2 * * *',
  everyTenant: { kind: rollKind, payload: {} },
};
