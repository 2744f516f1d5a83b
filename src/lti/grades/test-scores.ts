import type { Database } from '../../platform/database/database.ts';
import { testTenant } from '../../platform/database/test-database.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import { createFixture, type Fixture } from '../../platform/jobs/testing/test-jobs.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import type { ProfileName } from '../profiles/platform-profile.ts';
import {
  startTestPlatform,
  type TestPlatform,
  type TestRequest,
} from '../services/test-platform.ts';
import { missingScoresHandler } from './missing-scores.ts';
import { resultsHandler } from './read-results.ts';
import { scoresHandler } from './send-scores.ts';
import { type Delivered, seedCourse, type TestCourse } from './test-course.ts';

export interface ScoresFixture {
  tenantId: string;
  platform: TestPlatform;
  fixture: Fixture;
  /** Seeds a course and starts to send its scores. */
  start(options?: StartOptions): Promise<void>;
  course(): TestCourse;
  jobs(): Jobs;
  /** Requests for scores, and what they brought. */
  scores(): TestRequest[];
  sent(): Record<string, unknown>[];
  /** Waits until the deliveries are in these states. */
  settled(...states: string[]): Promise<Delivered[]>;
  close(): Promise<void>;
}

interface StartOptions {
  profile?: ProfileName;
  lineItem?: string | null;
  users?: string[];
}

/** A platform that takes scores, and the jobs that send them, with the shortest waiting times. */
export async function createScoresFixture(database: Database): Promise<ScoresFixture> {
  const tenantId = await testTenant(database);
  const platform = await startTestPlatform({ database, tenantId }, { timeoutMs: 1_000 });
  const fixture = createFixture(database, tenantId, undefined);
  let course: TestCourse | undefined;
  let jobs: Jobs | undefined;
  const started = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('start first');
    return value;
  };
  const scores = () => platform.asked.filter(({ path }) => path.includes('/scores'));
  return {
    ...{ tenantId, platform, fixture, scores },
    async start({ profile = 'spec', lineItem = '/items/1?type_id=2', users = ['u1'] } = {}) {
      course = await seedCourse(fixture.database, {
        ...{ deployed: await platform.deployed({ profile }), users, url: platform.url },
        lineItem: lineItem && platform.url + lineItem,
      });
      const { calls, platforms } = platform;
      const deps = { database: fixture.database, platforms, calls };
      const sending = scoresHandler({ ...deps, random: () => 0 });
      jobs = fixture.start([sending, missingScoresHandler, resultsHandler(deps)]);
    },
    course: () => started(course),
    jobs: () => started(jobs),
    sent: () => scores().map(({ body }) => JSON.parse(body)),
    settled: (...states) =>
      until(`deliveries are ${states}`, async () => {
        const found = await started(course).deliveries();
        const isSo =
          found.length === states.length && found.every((one, i) => one.state === states[i]);
        return isSo && found;
      }),
    async close() {
      await fixture.close();
      await platform.close();
    },
  };
}
