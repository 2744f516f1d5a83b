import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { testDatabase, testTenant } from '../database/test-database.ts';
import { createLog } from '../log/log.ts';
import { createFixture, type Fixture } from './testing/test-jobs.ts';
import { until } from './testing/until.ts';

describe('jobs: waking other processes', () => {
  let fixtures: Fixture[] = [];
  let tenantId: string;

  beforeEach(async () => {
    tenantId = await testTenant(await testDatabase());
  });
  afterEach(async () => {
    await Promise.all(fixtures.map((fixture) => fixture.close()));
    fixtures = [];
  });
  const fixture = async (redisUrl: string | undefined) => {
    const made = createFixture(await testDatabase(), tenantId, redisUrl);
    fixtures.push(made);
    return made;
  };

  const withRedis = process.env.TEST_REDIS_URL ? it : () => undefined;
  withRedis('wakes a worker that cannot see the commit', async () => {
    const queueName = `test-${randomUUID()}`;
    const [queuing, working] = [
      await fixture(process.env.TEST_REDIS_URL),
      await fixture(process.env.TEST_REDIS_URL),
    ];
    queuing.start([], { concurrency: 0, queueName });
    const handler = { kind: queueName, maxAttempts: 1, run: async () => undefined };
    working.start([handler], { queueName });
    // Until Redis is connected nothing is sent: the first job may have to wait for a poll.
    await until('a job that nobody polls for has run', async () => {
      const id = await queuing.add({ kind: queueName, payload: null });
      const deadline = Date.now() + 200;
      return until('this one', async () => {
        const { state } = await queuing.job(id);
        return state === 'succeeded' ? 'ran' : Date.now() > deadline && 'waits';
      }).then((outcome) => outcome === 'ran');
    });
  });

  it('works on, tells of it once and stops in time when Redis is not there', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = closed.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    closed.close();
    const lines: string[] = [];
    const log = createLog({ level: 'info', destination: { write: (line) => lines.push(line) } });
    const t = await fixture(`redis://127.0.0.1:${port}`);
    const handler = { kind: randomUUID(), maxAttempts: 1, run: async () => undefined };
    const jobs = t.start([handler], { log });
    for (let n = 0; n < 20; n++) {
      await t.reaches(await t.add({ kind: handler.kind, payload: null }), 'succeeded');
    }
    await until('the outage is told', () => lines.join().includes('redis'));
    await jobs.stop();
    expect(lines.filter((line) => line.includes('"dependency":"redis"'))).to.have.length(1);
  });

  it('keeps no process from its end when Redis is not there', async () => {
    const script = `
      import { connectBell } from ${JSON.stringify(new URL('bell.ts', import.meta.url))};
      import { createLog } from ${JSON.stringify(new URL('../log/log.ts', import.meta.url))};
      let told;
      const outage = new Promise((resolve) => { told = resolve; });
      const log = createLog({ level: 'info', destination: { write: told } });
      const options = { url: 'redis://127.0.0.1:1', queueName: 'q', log };
      const bell = connectBell({ ...options, hasRoom: async () => undefined, onRing: () => undefined });
      bell.listen();
      await outage;
      bell.mute();
      await bell.close();
      process.stdout.write('closed');`;
    const run = ['--import', 'tsx', '--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, run, { timeout: 15_000 });
    expect(stdout).to.equal('closed');
  });
});
