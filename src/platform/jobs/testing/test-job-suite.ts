import { randomUUID } from 'node:crypto';
import { testDatabase, testTenant } from '../../database/test-database.ts';
import type { JobHandler } from '../job.ts';
import { createFixture, type Fixture } from './test-jobs.ts';

/** Made anew for each test. */
export interface JobsUnderTest {
  t: Fixture;
  /** A kind of jobs that nobody else has. */
  kind: string;
  /** Of jobs of this kind. */
  handler(run: JobHandler['run'], more?: Partial<JobHandler>): JobHandler;
}

const redisUrls = [undefined, ...(process.env.TEST_REDIS_URL ? [process.env.TEST_REDIS_URL] : [])];

/** The same tests without Redis, and with it where it is there. */
export function describeJobs(what: string, tests: (given: () => JobsUnderTest) => void): void {
  for (const redisUrl of redisUrls) {
    describe(`${what}: ${redisUrl ? 'with Redis' : 'embedded'}`, () => {
      let t: Fixture;
      let kind: string;

      beforeEach(async () => {
        const database = await testDatabase();
        t = createFixture(database, await testTenant(database), redisUrl);
        kind = `test.${randomUUID()}`;
      });
      afterEach(() => t.close());

      tests(() => ({ t, kind, handler: (run, more) => ({ kind, maxAttempts: 3, run, ...more }) }));
    });
  }
}
