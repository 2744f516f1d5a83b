import type { TenantDb } from '../../platform/database/database.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import type { JobHandler } from '../../platform/jobs/job.ts';
import type { Platforms } from '../registrations/platforms.ts';
import { scopes } from '../scopes.ts';
import type { ServiceCalls } from '../services/service-call.ts';
import { insertServiceCalls } from '../services/service-calls.store.ts';
import { setNoticeHandler } from './notice.store.ts';
import { CONTEXT_COPY } from './notice.ts';

const NOTICE_HANDLER_JOB = 'lti.notice-handler';

/** Has the platform told where its notices are to go. @param url of its notification service */
export async function queueNoticeHandler(
  db: TenantDb,
  { deploymentId, url }: { deploymentId: string; url: string },
): Promise<void> {
  const payload = { deploymentId, url };
  await enqueue(db, { kind: NOTICE_HANDLER_JOB, payload, key: deploymentId });
}

interface NoticeHandlerDeps {
  platforms: Platforms;
  calls: ServiceCalls;
  publicUrl: string;
}

/** PNS 1.0 3: a handler of its own for each deployment and type. */
export function noticeHandlerHandler({
  platforms,
  calls,
  publicUrl,
}: NoticeHandlerDeps): JobHandler {
  return {
    kind: NOTICE_HANDLER_JOB,
    maxAttempts: 6,
    waitsForOthers: true,
    share: 0.25,
    async run({ payload }, ctx) {
      // Sound because `queueNoticeHandler` alone makes these jobs.
      const { deploymentId, url } = payload as { deploymentId: string; url: string };
      const deployed = await platforms.byDeployment(deploymentId);
      if (!deployed) return;
      const { platform, deployment } = deployed;
      const handler = `${publicUrl}/lti/notices`;
      const called = await calls.call({
        target: { platform, deploymentId: deployment.deploymentId },
        ...{ service: 'notices', scopes: [scopes.noticeHandlers], method: 'PUT', url },
        ...{ accept: 'application/json', signal: ctx.signal },
        body: { type: 'application/json', value: { notice_type: CONTEXT_COPY, handler } },
      });
      const isRefused = called.error?.code === 'refused';
      await ctx.transact(async (db) => {
        await insertServiceCalls(db, deployment, called.calls);
        // One that refuses is not asked again at each launch.
        if (!called.error) await setNoticeHandler(db, { deploymentId, handler });
        if (isRefused) await setNoticeHandler(db, { deploymentId, handler: '' });
      });
      if (called.error && !isRefused) throw called.error;
    },
  };
}
