import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import type { WriteStatements } from './hub-statements.ts';
import { sessionStatement } from './session-statement.ts';
import { takeEndedSessions } from './study-session.store.ts';
import type { Names } from './vocabulary.ts';

const kind = 'study-sessions.end';
/** A session is over when nothing was answered for this long. */
const IDLE_MS = 15 * 60_000;
const AT_ONCE = 200;

/** Writes the statements of study sessions that are over, for tenants that want one a session. */
export function endSessionsHandler(names: Names, write: WriteStatements): JobHandler {
  return {
    kind,
    maxAttempts: 3,
    run: async (_job, { signal, transact }) => {
      let ended = AT_ONCE;
      while (ended === AT_ONCE) {
        signal.throwIfAborted();
        ended = await transact(async (db) => {
          const idleSince = new Date(Date.now() - IDLE_MS);
          const sessions = await takeEndedSessions(db, { idleSince, limit: AT_ONCE });
          await write(
            db,
            sessions.map((session) => sessionStatement(session, names)),
          );
          return sessions.length;
        });
      }
    },
  };
}

export const endSessionsSchedule: Schedule = {
  name: kind,
  cron: '*/5 * * * *',
  everyTenant: { kind, payload: {} },
};
