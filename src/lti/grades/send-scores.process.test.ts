import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { withReactions } from '../../core/events/reactions.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import { startTestPlatform, type TestPlatform, type TestReply } from '../services/test-platform.ts';
import { queueScore } from './queue-score.ts';
import { seedCourse } from './test-course.ts';

const program = fileURLToPath(new URL('../testing/scores.worker.ts', import.meta.url));
const USERS = 120;

interface Shown {
  scoreGiven: number;
  timestamp: number;
}

describe('scores: processes', function () {
  this.timeout(90_000);
  const started: ChildProcess[] = [];
  let platform: TestPlatform | undefined;

  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await platform?.close();
  });

  function start(): ChildProcess {
    const databaseUrl = process.env.TEST_DATABASE_URL;
    if (!databaseUrl) throw new Error('TEST_DATABASE_URL is needed: this runs on a real server');
    const options = JSON.stringify({ databaseUrl, leaseMs: 2_000 });
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--conditions=source', program, options],
      { stdio: 'inherit' },
    );
    started.push(child);
    return child;
  }

  it('killed in the middle, twice: every pair ends with its newest score, none under a time used before', async () => {
    const database = withReactions(await testDatabase(), [queueScore]);
    const tenantId = await testTenant(database);
    const gradebook = new Map<string, Shown>();
    const accepted: string[] = [];
    let conflicts = 0;
    platform = await startTestPlatform({ database, tenantId });
    platform.reply = async ({ body }): Promise<TestReply> => {
      const { userId, scoreGiven, timestamp } = JSON.parse(body);
      const at = Date.parse(timestamp);
      await new Promise((resolve) => setTimeout(resolve, 10));
      // AGS 2.0 3.4.8: a score that is not newer is refused.
      if (at <= (gradebook.get(userId)?.timestamp ?? 0)) {
        conflicts++;
        return { status: 409 };
      }
      gradebook.set(userId, { scoreGiven, timestamp: at });
      accepted.push(userId);
      if (accepted.length % 10 === 0) return { fault: 'reset' };
      return accepted.length % 15 === 0 ? { status: 500 } : {};
    };
    const users = Array.from({ length: USERS }, (_, i) => `u${i}`);
    const deployed = await platform.deployed({ profile: 'moodle' });
    const course = await seedCourse(database, {
      ...{ deployed, users, url: platform.url, lineItem: `${platform.url}/items/1` },
    });
    const newest = new Map<string, number>();
    const score = async (user: string, scoreGiven: number) => {
      newest.set(user, scoreGiven);
      await course.score(user, scoreGiven / 10);
    };
    for (const user of users) await score(user, 1);
    for (const [round, mark] of [30, 90].entries()) {
      const child = start();
      await until('some are accepted', () => accepted.length >= mark, 30_000);
      child.kill('SIGKILL');
      await once(child, 'exit');
      for (const user of users.filter((_, i) => i % 3 === round)) await score(user, 5 + round);
    }
    start();
    await until(
      'all are delivered',
      async () => (await course.deliveries()).every(({ state }) => state === 'delivered'),
      60_000,
    );
    expect(
      new Map([...gradebook].map(([user, { scoreGiven }]) => [user, scoreGiven])),
    ).to.deep.equal(newest);
    expect(conflicts).to.equal(0);
  });
});
