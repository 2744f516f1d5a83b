import { randomUUID } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import { createLog, type Log } from '../../log/log.ts';
import { type WatchedDatabase, watchCommits } from '../commit-notices.ts';
import { enqueue, type JobRequest } from '../enqueue.ts';
import { getJob, type JobRecord, type JobState } from '../job.store.ts';
import type { JobHandler } from '../job.ts';
import { createJobs, type Jobs, type JobsOptions } from '../jobs.ts';
import { until } from './until.ts';

export const silent: Log = createLog({ level: 'silent' });

/** Far longer than any test: whatever runs was woken. */
export const NEVER_MS = 3_600_000;

export interface Fixture {
  database: WatchedDatabase;
  tenantId: string;
  /** Started, and stopped by `close`. */
  start(handlers: JobHandler[], more?: Partial<JobsOptions>): Jobs;
  add(request: JobRequest): Promise<string>;
  job(id: string): Promise<JobRecord>;
  reaches(id: string, state: JobState): Promise<JobRecord>;
  close(): Promise<void>;
}

export function createFixture(
  raw: Database,
  tenantId: string,
  redisUrl: string | undefined,
): Fixture {
  const database = watchCommits(raw);
  const queueName = `test-${randomUUID()}`;
  const started: Jobs[] = [];
  const job = async (id: string) => {
    const found = await database.read(tenantId, (db) => getJob(db, id));
    if (!found) throw new Error(`no job ${id}`);
    return found;
  };
  return {
    database,
    tenantId,
    start(handlers, more = {}) {
      const jobs = createJobs({
        ...{ database, redisUrl, queueName, handlers, log: silent },
        ...{ instance: 'test', concurrency: 4, pollMs: NEVER_MS, graceMs: 200 },
        ...more,
      });
      started.push(jobs);
      jobs.start();
      return jobs;
    },
    add: (request) => database.tenant(tenantId, async (db) => (await enqueue(db, request)).id),
    job,
    reaches: (id, state) =>
      until(`job ${state}`, async () => {
        const found = await job(id);
        return found.state === state && found;
      }),
    async close() {
      await Promise.all(started.splice(0).map((jobs) => jobs.stop()));
    },
  };
}
