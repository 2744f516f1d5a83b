import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { testDatabase, testTenant } from '../database/test-database.ts';
import { enqueue } from './enqueue.ts';
import { declareSchedule, scheduleStates } from './schedules/schedule.store.ts';
import { effects } from './testing/effects.ts';
import { createFixture, type Fixture, NEVER_MS } from './testing/test-jobs.ts';
import { until } from './testing/until.ts';
import { spawnWorker, type WorkerOptions, type WorkerProcess } from './testing/worker.ts';

const leaseMs = 2_000;
const pollMs = 250;

describe('jobs: processes', function () {
  this.timeout(60_000);
  let t: Fixture;
  let kind: string;
  let workers: WorkerProcess[] = [];

  const given = (name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL') => {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is needed: these tests run on real servers`);
    return value;
  };

  beforeEach(async () => {
    const database = await testDatabase();
    t = createFixture(database, await testTenant(database), undefined);
    kind = `test.${randomUUID()}`;
  });
  afterEach(async () => {
    for (const worker of workers) worker.signal('SIGKILL');
    await Promise.all(workers.map((worker) => worker.exited));
    workers = [];
    await t.close();
  });

  const spawn = async (more: Partial<WorkerOptions>) => {
    const worker = await spawnWorker({
      ...{ databaseUrl: given('TEST_DATABASE_URL'), redisUrl: undefined, queueName: kind, kind },
      ...{ handler: 'apply', concurrency: 4, leaseMs, pollMs, graceMs: 100, schedules: [] },
      ...more,
    });
    workers.push(worker);
    return worker;
  };
  const applied = () => effects(t.database, t.tenantId);

  it('takes over when its lease ends what a killed process ran, its effect applied once', async () => {
    const [first, second] = await Promise.all([spawn({ handler: 'hangBeforeCommit' }), spawn({})]);
    const id = await t.add({ kind, payload: 'effect' });
    first.tell('start');
    await first.says('uncommitted');
    second.tell('start');
    first.signal('SIGKILL');
    const { rows } = await t.database.tenant(t.tenantId, (db) =>
      db.query(
        `select leased_until - now() <= $3 * interval '1 millisecond' as "isShort"
         from job where tenant_id = $1 and id = $2`,
        [db.tenantId, id, leaseMs],
      ),
    );
    expect(rows).to.deep.equal([{ isShort: true }]);
    await second.says('applied 2');
    await t.reaches(id, 'succeeded');
    expect(await applied()).to.deep.equal(['effect']);
  });

  it('commits nothing of a process that was frozen past its lease', async () => {
    const [frozen, second] = await Promise.all([spawn({ handler: 'applyWhenTold' }), spawn({})]);
    await t.add({ kind, payload: 'effect' });
    frozen.tell('start');
    await frozen.says('running');
    frozen.signal('SIGSTOP');
    second.tell('start');
    await second.says('applied 2');
    frozen.tell('go');
    frozen.signal('SIGCONT');
    await frozen.says('LeaseLostError');
    expect(await applied()).to.deep.equal(['effect']);
  });

  it('applies 1,000 waiting jobs once each in two processes, Redis flushed twice', async () => {
    const redisUrl = given('TEST_REDIS_URL');
    const redis = new Redis(redisUrl);
    try {
      const names = Array.from({ length: 1000 }, (_, n) => `effect ${n}`).sort();
      t.start([], { redisUrl, queueName: kind, concurrency: 0 });
      const two = await Promise.all([spawn({ redisUrl }), spawn({ redisUrl })]);
      await until('Redis is connected', async () => {
        await t.add({ kind: `${kind}.other`, payload: null });
        return (await redis.keys(`*${kind}*`)).length > 0;
      });
      await t.database.tenant(t.tenantId, (db) =>
        Promise.all(names.map((payload) => enqueue(db, { kind, payload }))),
      );
      await until(
        '1,000 messages wait',
        async () => (await redis.llen(`bull:${kind}:wait`)) >= 1000,
      );
      await redis.flushall();
      for (const worker of two) worker.tell('start');
      await until('some are applied', async () => (await applied()).length >= 200, 30_000);
      await redis.flushall();
      await until('all are applied', async () => (await applied()).length >= 1000, 30_000);
      for (const worker of two) worker.signal('SIGTERM');
      await Promise.all(two.map((worker) => worker.exited));
      expect(await applied()).to.deep.equal(names);
      for (const worker of two) expect(worker.said).to.include('applied 1');
    } finally {
      redis.disconnect();
    }
  });

  it('runs one tick of each schedule once in two processes', async () => {
    const schedules = Array.from({ length: 10 }, (_, n) => ({
      name: `${kind} ${n}`,
      tenantId: t.tenantId,
    }));
    for (const { name } of schedules) {
      const missed = new Date('2020-01-01');
      await declareSchedule(t.database.lookup, { name, cron: '0 0 1 1 *', next: missed });
    }
    const two = await Promise.all([spawn({ schedules }), spawn({ schedules })]);
    for (const worker of two) worker.tell('start');
    await until('no tick is due', async () => {
      const states = await scheduleStates(t.database.lookup);
      return states.every(({ name, waitMs }) => !name.startsWith(kind) || waitMs > 0);
    });
    for (const worker of two) worker.signal('SIGTERM');
    expect(await Promise.all(two.map((worker) => worker.exited))).to.deep.equal([0, 0]);
    expect(await applied()).to.deep.equal(schedules.map(({ name }) => name));
  });

  it('releases on SIGTERM, and another process is woken to run it at once', async () => {
    const redisUrl = given('TEST_REDIS_URL');
    const never = { redisUrl, pollMs: NEVER_MS, leaseMs: 60_000 };
    const first = await spawn({ ...never, handler: 'applyWhenTold', concurrency: 1 });
    const second = await spawn(never);
    const id = await t.add({ kind, payload: 'released' });
    first.tell('start');
    await first.says('running');
    await t.add({ kind, payload: 'other' });
    second.tell('start');
    await until('the second has looked for work', async () => (await applied()).length === 1);
    first.signal('SIGTERM');
    expect(await first.exited).to.equal(0);
    await t.reaches(id, 'succeeded');
    expect(await applied()).to.deep.equal(['other', 'released']);
    expect(second.said).to.deep.equal(['ready', 'applied 1', 'applied 1']);
  });
});
