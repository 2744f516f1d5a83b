import { Type } from 'typebox';
import { audit } from '../platform/audit/audit.store.ts';
import type { Database } from '../platform/database/database.ts';
import { pageById } from '../platform/http/paging.ts';
import { Problem } from '../platform/http/problem.ts';
import { route } from '../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../platform/http/shapes.ts';
import { retryJob } from '../platform/jobs/enqueue.ts';
import { getJob, type JobRecord, listDeadJobs } from '../platform/jobs/job.store.ts';

const tag = 'Jobs';
const params = Type.Object({ jobId: Id });

const Job = Type.Object({
  id: Id,
  kind: Type.String(),
  state: OneOf(['queued', 'running', 'succeeded', 'failed']),
  attempts: Type.Integer(),
  lastError: Nullable(Type.String()),
  runAt: Time,
  createdAt: Time,
  finishedAt: Nullable(Time),
});

function jobBody(job: JobRecord) {
  const { id, kind, state, attempts, lastError, runAt, createdAt, finishedAt } = job;
  return { id, kind, state, attempts, lastError, runAt, createdAt, finishedAt };
}

/** `/v1/jobs`: work that was given up, to be looked at and sent again. */
export function jobRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/dead-jobs',
      id: 'listDeadJobs',
      tag,
      summary: 'Jobs that failed for good, newest first',
      access: { scope: 'jobs:read' },
      query: PageQuery,
      answers: { 200: Page(Job) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, ({ after, limit }) =>
            listDeadJobs(db, { limit, ...(after !== undefined && { before: after }) }),
          ),
        );
        return { status: 200, body: { ...page, data: page.data.map(jobBody) } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/jobs/{jobId}',
      id: 'getJob',
      tag,
      summary: 'One job',
      access: { scope: 'jobs:read' },
      params,
      answers: { 200: Job },
      handle: async ({ caller, params }) => {
        const job = await database.read(caller.tenantId, (db) => getJob(db, params.jobId));
        if (!job) throw new Problem(404, 'not_found', { detail: 'There is no such job.' });
        return { status: 200, body: jobBody(job) };
      },
    }),
    route({
      method: 'post',
      path: '/v1/jobs/{jobId}/retry',
      id: 'retryJob',
      tag,
      summary: 'Run a dead job again, with all its attempts',
      access: { scope: 'jobs:write' },
      params,
      answers: { 200: Job },
      handle: async ({ caller, params }) => {
        const job = await database.tenant(caller.tenantId, async (db) => {
          if (!(await getJob(db, params.jobId))) {
            throw new Problem(404, 'not_found', { detail: 'There is no such job.' });
          }
          if (!(await retryJob(db, params.jobId))) {
            throw new Problem(409, 'not_dead', {
              detail:
                'Only a job that failed for good can be retried, and only while no other does the same.',
            });
          }
          await audit(db, {
            actor: caller.name,
            action: 'job.retried',
            subject: { type: 'job', id: params.jobId },
            detail: {},
          });
          return getJob(db, params.jobId);
        });
        if (!job) throw new Error('the job is gone');
        return { status: 200, body: jobBody(job) };
      },
    }),
  ];
}
