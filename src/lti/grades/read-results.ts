import type { Database, TenantDb } from '../../platform/database/database.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Platforms } from '../registrations/platforms.ts';
import { scopes } from '../scopes.ts';
import { linksOf } from '../services/link-header.ts';
import { jsonOf, type ServiceAnswer, type ServiceCalls } from '../services/service-call.ts';
import { insertServiceCalls } from '../services/service-calls.store.ts';
import { ServiceError } from '../tokens/service-error.ts';
import { findLineItem } from './line-item.store.ts';
import { type ShownResult, storeResults } from './result.store.ts';
import { resultsUrl } from './score.ts';

const RESULTS_JOB = 'lti.results';
const RESULTS = 'application/vnd.ims.lis.v2.resultcontainer+json';
/** Gradebooks take scores in at their leisure, and a class hands in within minutes. */
const DELAY_MS = 60_000;
const MAX_PAGES = 500;

/** Reads a line item's results a while after scores have reached it. */
export async function scheduleResults(db: TenantDb, lineItemId: string): Promise<void> {
  await enqueue(db, {
    kind: RESULTS_JOB,
    payload: { lineItemId },
    key: lineItemId,
    runAt: new Date(Date.now() + DELAY_MS),
  });
}

/** Reads back what the platform shows of the scores that were sent (AGS 2.0 3.3). */
export function resultsHandler({
  database,
  platforms,
  calls,
}: {
  database: Database;
  platforms: Platforms;
  calls: ServiceCalls;
}): JobHandler {
  return {
    kind: RESULTS_JOB,
    maxAttempts: 4,
    waitsForOthers: true,
    share: 0.25,
    async run({ tenantId, payload }, ctx) {
      // Sound because `scheduleResults` alone makes these jobs.
      const { lineItemId } = payload as { lineItemId: string };
      const item = await database.read(tenantId, (db) => findLineItem(db, lineItemId));
      if (!item?.url || !item.agsScopes.includes(scopes.readResults)) return;
      const deployed = await platforms.byDeployment(item.deploymentId);
      if (!deployed) return;
      const { platform, deployment } = deployed;
      let next: string | undefined = resultsUrl(item.url);
      for (const seen = new Set<string>(); next && !seen.has(next) && seen.size < MAX_PAGES; ) {
        seen.add(next);
        const called = await calls.call({
          target: { platform, deploymentId: deployment.deploymentId },
          ...{ service: 'results', scopes: [scopes.readResults], method: 'GET', url: next },
          ...{ accept: RESULTS, signal: ctx.signal },
        });
        const { answer, error } = called;
        const results = answer ? parseResults(answer) : [];
        await ctx.transact(async (db) => {
          await insertServiceCalls(db, deployment, called.calls);
          await storeResults(db, lineItemId, results);
        });
        if (!answer) {
          if (error?.code === 'refused') return;
          throw error ?? new ServiceError('malformed', 'no answer');
        }
        const links = linksOf(answer.headers.get('Link'), next, platform.profile.linkHeaders);
        next = links.get('next');
      }
    },
  };
}

function parseResults(answer: ServiceAnswer): ShownResult[] {
  const parsed = jsonOf(answer);
  if (!Array.isArray(parsed)) throw new ServiceError('malformed', 'The results are no list');
  return parsed.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { userId, resultScore, resultMaximum, comment }: Record<string, unknown> = { ...one };
    if (typeof userId !== 'string') return [];
    return [
      {
        userId,
        resultScore: typeof resultScore === 'number' ? resultScore : null,
        resultMaximum: typeof resultMaximum === 'number' ? resultMaximum : null,
        comment: typeof comment === 'string' ? comment : null,
      },
    ];
  });
}
