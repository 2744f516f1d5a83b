import type { Database, TenantDb } from '../../platform/database/database.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import type { JobContext, JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import type { DeployedPlatform, Platforms } from '../registrations/platforms.ts';
import type { ServiceCalls } from '../services/service-call.ts';
import { ServiceError } from '../tokens/service-error.ts';
import { enrolMembers } from './enrol-members.ts';
import { readRoster } from './read-roster.ts';
import {
  findRosterContext,
  listDueRosters,
  markSynced,
  markSyncFailed,
  type RosterContext,
  removeUnseen,
} from './roster.store.ts';

const ROSTER_JOB = 'lti.roster';
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 12 * 3_600_000;

export interface RosterDeps {
  database: Database;
  platforms: Platforms;
  calls: ServiceCalls;
}

/** Queues a sync of the context's roster; one at a time. Answers its job. */
export async function queueRosterSync(db: TenantDb, contextId: string): Promise<string> {
  const request = { kind: ROSTER_JOB, payload: { contextId }, key: contextId };
  return (await enqueue(db, request)).id;
}

/** Each five minutes: courses whose roster is a day old, or is to be tried again. */
export function rosterSchedule(database: Database): Schedule {
  return {
    name: 'lti.rosters',
    cron: '*/5 * * * *',
    async run(signal) {
      for (const { tenantId, id } of await listDueRosters(database.lookup)) {
        signal.throwIfAborted();
        await database.tenant(tenantId, (db) => queueRosterSync(db, id));
      }
    },
  };
}

/** Takes the members of a course over, page by page (NRPS 2.0). */
export function rosterHandler(deps: RosterDeps): JobHandler {
  return {
    kind: ROSTER_JOB,
    maxAttempts: 3,
    waitsForOthers: true,
    share: 0.25,
    async run({ tenantId, payload }, ctx) {
      // Sound because `queueRosterSync` alone makes these jobs.
      const { contextId } = payload as { contextId: string };
      const context = await deps.database.read(tenantId, (db) => findRosterContext(db, contextId));
      const deployed = context && (await deps.platforms.byDeployment(context.deploymentId));
      if (!context?.membershipsUrl || !deployed) return;
      const isEnabled = deployed.deployment.isEnabled && deployed.platform.registration.isEnabled;
      if (!isEnabled) return;
      try {
        await sync(deps, { context, deployed, ctx });
      } catch (error) {
        if (!(error instanceof ServiceError) || ctx.signal.aborted) throw error;
        const retryAt = new Date(Date.now() + retryMs(context, error));
        await ctx.transact((db) =>
          markSyncFailed(db, { id: contextId, error: error.message, retryAt }),
        );
      }
    },
  };
}

interface Sync {
  context: RosterContext & { now: Date };
  deployed: DeployedPlatform;
  ctx: JobContext;
}

async function sync(deps: RosterDeps, { context, deployed, ctx }: Sync): Promise<void> {
  const { id: contextId, groupId, membershipsUrl, differencesUrl } = context;
  const registrationId = deployed.platform.registration.id;
  let members = 0;
  const from = differencesUrl ?? membershipsUrl ?? '';
  const { differences } = await readRoster(deps, {
    ...{ from, isWhole: !differencesUrl, deployed, ctx },
    async take(db, page) {
      members += page.length;
      await enrolMembers(db, { contextId, groupId, registrationId }, page);
    },
  });
  // At least the teacher is in a course: who answers nobody has a fault, and nobody is to leave.
  if (!differencesUrl && members === 0) {
    throw new ServiceError('malformed', 'The roster is empty');
  }
  await ctx.complete(async (db) => {
    // The course comes before its members, as at a launch.
    await markSynced(db, { id: contextId, differencesUrl: differences ?? null });
    if (!differencesUrl) await removeUnseen(db, { contextId, groupId, since: context.now });
  });
}

function retryMs({ syncFailures }: RosterContext, { retryAfterMs = 0 }: ServiceError): number {
  const own = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(syncFailures, 20));
  return Math.max(own, Math.min(retryAfterMs, LONGEST_RETRY_MS));
}
