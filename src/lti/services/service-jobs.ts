import type { Database } from '../../platform/database/database.ts';
import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import { missingScoresHandler } from '../grades/missing-scores.ts';
import { resultsHandler } from '../grades/read-results.ts';
import { scoresSchedule } from '../grades/schedule-scores.ts';
import { scoresHandler } from '../grades/send-scores.ts';
import { noticeHandlerHandler } from '../notices/set-notice-handler.ts';
import type { Platforms } from '../registrations/platforms.ts';
import { rosterHandler, rosterSchedule } from '../roster/sync-roster.ts';
import type { ServiceCalls } from './service-call.ts';

interface ServiceJobsDeps {
  database: Database;
  platforms: Platforms;
  calls: ServiceCalls;
  publicUrl: string;
}

/** Whatever calls platforms does so in a job. */
export function serviceJobs(deps: ServiceJobsDeps): {
  handlers: JobHandler[];
  schedules: Schedule[];
} {
  return {
    handlers: [
      scoresHandler(deps),
      missingScoresHandler,
      resultsHandler(deps),
      rosterHandler(deps),
      noticeHandlerHandler(deps),
    ],
    schedules: [scoresSchedule(deps.database), rosterSchedule(deps.database)],
  };
}
