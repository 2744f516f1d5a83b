import type { PostgresStore } from '@crosswalk/xapi-lrs';
import type { TenantDb } from '../../../platform/database/database.ts';
import type { JobHandler } from '../../../platform/jobs/job.ts';
import type { Schedule } from '../../../platform/jobs/schedules/scheduler.ts';
import { findCourse } from '../../courses/course.store.ts';
import { ausOf, isXapiStructure } from '../course/au.ts';
import { lockRegistration } from '../registrations/registration.store.ts';
import { prepared } from '../statements/lms-statements.ts';
import { abandon } from './abandon.ts';
import { findOpenSessions, findSilentSessions } from './session.store.ts';

const kind = 'cmi5-sessions.abandon';
/** Whoever comes back to a page later than this has to open the AU again. */
const SILENT_MS = 12 * 3_600_000;
const AT_ONCE = 100;

interface AbandonDeps {
  lrsStore: Pick<PostgresStore, 'append'>;
  publicUrl: string;
}

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

async function abandonOpen(
  db: TenantDb,
  registrationId: string,
  { lrsStore, publicUrl }: AbandonDeps,
): Promise<void> {
  const registration = await lockRegistration(db, registrationId);
  if (!registration) return;
  const structure = (await findCourse(db, registration.courseId))?.structure;
  const aus = structure && isXapiStructure(structure) ? ausOf(structure) : [];
  const statements = await abandon(db, await findOpenSessions(db, registrationId), {
    ...{ aus, publicUrl },
  });
  await lrsStore.append(db, prepared(statements, { publicUrl }));
}

export const abandonSilentSchedule: Schedule = {
  name: kind,
  cron: '7 * * * *',
  everyTenant: { kind, payload: {} },
};
