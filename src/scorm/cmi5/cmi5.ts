import type { AttachmentStore, PostgresStore } from '@crosswalk/xapi-lrs';
import type { Router } from '@koa/router';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database } from '../../platform/database/database.ts';
import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Cmi5LaunchDeps } from './launch.ts';
import { createGuardedLrs, type GuardedLrs, type GuardedLrsDeps } from './lrs/guarded-lrs.ts';
import { createMenuLinks } from './menu/course-menu-link.ts';
import { courseMenuRouter } from './menu/course-menu-router.ts';
import { menuPath, type OpenedCourse } from './menu/open-menu.ts';
import { fetchRouter } from './sessions/fetch-router.ts';
import { abandonSilentHandler, abandonSilentSchedule } from './sessions/silent-sessions.ts';

export interface Cmi5Deps {
  database: Database;
  lrsStore: PostgresStore;
  attachments: AttachmentStore;
  lrsCallers: GuardedLrsDeps['lrsCallers'];
  limiter: GuardedLrsDeps['limiter'];
  contentLinks: Cmi5LaunchDeps['contentLinks'];
  master: MasterKeys;
  publicUrl: string;
  log: Log;
}

/** The hub as an LMS of cmi5 and Tin Can content. */
export interface Cmi5 {
  /** `/xapi` is served with this, so that sessions are policed. */
  lrs: GuardedLrs;
  /** `/cmi5`: what AUs ask. */
  fetchRouter: Router;
  /** `/play/parts`: what learners see of a course. */
  menuRouter: Router;
  /** As `menuPath` in `menu/open-menu.ts`. */
  menuPath(tenantId: string, opened: OpenedCourse): Promise<string | undefined>;
  handlers: JobHandler[];
  schedules: Schedule[];
}

export function createCmi5(deps: Cmi5Deps): Cmi5 {
  const menuLinks = createMenuLinks(deps);
  return {
    lrs: createGuardedLrs(deps),
    fetchRouter: fetchRouter(deps),
    menuRouter: courseMenuRouter({ ...deps, menuLinks }),
    menuPath: (tenantId, opened) => menuPath(menuLinks, tenantId, opened),
    handlers: [abandonSilentHandler(deps)],
    schedules: [abandonSilentSchedule],
  };
}
