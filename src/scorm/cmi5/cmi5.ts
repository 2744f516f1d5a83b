import type { AttachmentStore, PostgresStore } from '@crosswalk/xapi-lrs';
import type { Router } from '@koa/router';
import type { Database } from '../../platform/database/database.ts';
import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import type { Log } from '../../platform/log/log.ts';
import { createGuardedLrs, type GuardedLrs, type GuardedLrsDeps } from './lrs/guarded-lrs.ts';
import { fetchRouter } from './sessions/fetch-router.ts';
import { abandonSilentHandler, abandonSilentSchedule } from './sessions/silent-sessions.ts';

export interface Cmi5Deps {
  database: Database;
  lrsStore: PostgresStore;
  attachments: AttachmentStore;
  lrsCallers: GuardedLrsDeps['lrsCallers'];
  limiter: GuardedLrsDeps['limiter'];
  publicUrl: string;
  log: Log;
}

/** The hub as an LMS of cmi5 and Tin Can content. */
export interface Cmi5 {
  /** `/xapi` is served with this, so that sessions are policed. */
  lrs: GuardedLrs;
  /** `/cmi5`. */
  router: Router;
  handlers: JobHandler[];
  schedules: Schedule[];
}

export function createCmi5(deps: Cmi5Deps): Cmi5 {
  return {
    lrs: createGuardedLrs(deps),
    router: fetchRouter(deps),
    handlers: [abandonSilentHandler(deps)],
    schedules: [abandonSilentSchedule],
  };
}
