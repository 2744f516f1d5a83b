import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { testTenant } from '../database/test-database.ts';
import { enqueue, retryJob } from './enqueue.ts';
import { getJob, listDeadJobs } from './job.store.ts';
import { applyEffect, effects } from './testing/effects.ts';
import { describeJobs, type JobsUnderTest } from './testing/test-job-suite.ts';
import type { Fixture } from './testing/test-jobs.ts';
import { until } from './testing/until.ts';

describeJobs('jobs', (given) => {
  let t: Fixture;
  let kind: string;
  let handler: JobsUnderTest['handler'];
  beforeEach(() => {
    ({ t, kind, handler } = given());
  });
  /** Puts the job's retry before the back-off has passed. */
  const hurry = (id: string) =>
    t.database.tenant(t.tenantId, (db) =>
      db.query(
        `update job set run_at = now() where tenant_id = $1 and id = $2 and state = 'queued'`,
        [db.tenantId, id],
      ),
    );

  it('runs a job at once when the transaction that queued it commits', async () => {
    const seen: unknown[] = [];
    t.start([handler(async (job) => void seen.push(job))]);
    const id = await t.add({ kind, payload: { n: 1 } });
    await t.reaches(id, 'succeeded');
    expect(seen).to.deep.equal([{ id, tenantId: t.tenantId, kind, payload: { n: 1 }, attempt: 1 }]);
  });

  it('does not know a job whose transaction rolled back', async () => {
    let id = '';
    const failed = t.database.tenant(t.tenantId, async (db) => {
      ({ id } = await enqueue(db, { kind, payload: null }));
      throw new Error('stop');
    });
    expect(await failed.catch((e) => e.message)).to.equal('stop');
    const found = await t.database.read(t.tenantId, (db) => getJob(db, id));
    expect(found).to.equal(undefined);
  });

  it('has at most one waiting or running job of a kind and key', async () => {
    const add = () =>
      t.database.tenant(t.tenantId, (db) => enqueue(db, { kind, payload: null, key: 'k' }));
    const first = await add();
    const second = await add();
    expect([first.created, second]).to.deep.equal([true, { id: first.id, created: false }]);
    t.start([handler(async () => undefined)]);
    await t.reaches(first.id, 'succeeded');
    expect((await add()).created).to.equal(true);
  });

  it('tries a failed job again, lists it when it is dead, and runs it again when told', async () => {
    let isBroken = true;
    const jobs = t.start([
      handler(
        async () => {
          if (isBroken) throw new TypeError('no\0 luck');
        },
        { maxAttempts: 2 },
      ),
    ]);
    const id = await t.add({ kind, payload: null });
    const dead = await until('the job is dead', async () => {
      await hurry(id);
      jobs.wake();
      const job = await t.job(id);
      return job.state === 'failed' && job;
    });
    expect(dead).to.include({ attempts: 2, lastError: 'TypeError: no luck' });

    const page = await t.database.read(t.tenantId, (db) => listDeadJobs(db, { limit: 10 }));
    expect(page.map((job) => job.id)).to.deep.equal([id]);
    const after = await t.database.read(t.tenantId, (db) =>
      listDeadJobs(db, { limit: 10, before: id }),
    );
    expect(after).to.deep.equal([]);

    isBroken = false;
    expect(await t.database.tenant(t.tenantId, (db) => retryJob(db, id))).to.equal(true);
    expect(await t.reaches(id, 'succeeded')).to.include({ attempts: 1, lastError: null });
    expect(await t.database.tenant(t.tenantId, (db) => retryJob(db, id))).to.equal(false);
  });

  it('does not retry a dead job whose key waits again', async () => {
    const id = await t.add({ kind, payload: null, key: 'k' });
    await t.database.tenant(t.tenantId, (db) =>
      db.query(`update job set state = 'failed' where tenant_id = $1 and id = $2`, [
        db.tenantId,
        id,
      ]),
    );
    await t.add({ kind, payload: null, key: 'k' });
    expect(await t.database.tenant(t.tenantId, (db) => retryJob(db, id))).to.equal(false);
  });

  it('ends a run that takes too long, even if its handler does not listen', async () => {
    t.start([handler(() => new Promise(() => undefined), { timeoutMs: 50, maxAttempts: 1 })]);
    const id = await t.add({ kind, payload: null });
    expect((await t.reaches(id, 'failed')).lastError).to.match(/timed out/);
  });

  it('shows progress, and keeps the last value', async () => {
    const steps = [1, 2, 3];
    t.start([
      handler(async (_, ctx) => {
        for (const step of steps) await ctx.progress({ step });
      }),
    ]);
    const id = await t.add({ kind, payload: null });
    expect((await t.reaches(id, 'succeeded')).progress).to.deep.equal({ step: 3 });
  });

  it('releases on stop what does not end in time, without counting the attempt', async () => {
    const work = new EventEmitter();
    let reason: unknown;
    const jobs = t.start([
      handler(async (_, { signal }) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
        });
        work.emit('begun');
        await new Promise(() => undefined);
      }),
    ]);
    // It is `running` a little before its handler is called.
    const begun = once(work, 'begun');
    const id = await t.add({ kind, payload: null });
    await begun;
    await jobs.stop();
    expect(reason).to.include({ interruption: 'stopping' });
    expect(await t.job(id)).to.include({ state: 'queued', attempts: 0 });
    t.start([handler(async () => undefined)]);
    expect(await t.reaches(id, 'succeeded')).to.include({ attempts: 1 });
  });

  it('lets a running job finish on stop', async () => {
    const work = new EventEmitter();
    const run = async () => {
      work.emit('begun');
      await once(work, 'done');
    };
    const jobs = t.start([handler(run)], { graceMs: 10_000 });
    const begun = once(work, 'begun');
    const id = await t.add({ kind, payload: null });
    await begun;
    const stopped = jobs.stop();
    work.emit('done');
    await stopped;
    expect((await t.job(id)).state).to.equal('succeeded');
  });

  it('runs a job that waits for its time when it comes', async () => {
    t.start([handler(async () => undefined)]);
    const runAt = new Date(Date.now() + 300);
    const id = await t.add({ kind, payload: null, runAt });
    const { finishedAt } = await t.reaches(id, 'succeeded');
    expect(finishedAt).to.be.greaterThan(runAt);
  });

  it('leaves kinds alone that it has no handler for', async () => {
    const foreign = await t.add({ kind: `${kind}.other`, payload: null });
    t.start([handler(async () => undefined)]);
    await t.reaches(await t.add({ kind, payload: null }), 'succeeded');
    expect((await t.job(foreign)).state).to.equal('queued');
  });

  for (const concurrency of [1, 3]) {
    it(`serves tenants with one job between the jobs of one with many, ${concurrency} at once`, async () => {
      const tenants = [t.tenantId, await testTenant(t.database), await testTenant(t.database)];
      for (const [at, jobs] of [1, 30, 1].entries()) {
        await t.database.tenant(tenants[at] ?? '', async (db) => {
          for (let n = 0; n < jobs; n++) await enqueue(db, { kind, payload: jobs });
        });
      }
      const order: unknown[] = [];
      t.start([handler(async (job) => void order.push(job.payload))], { concurrency });
      await until('all have run', () => order.length === 32);
      expect(order.slice(0, 3).filter((jobs) => jobs === 1)).to.have.length(2);
    });
  }

  it('runs each of 300 jobs of three workers once', async () => {
    const expected = Array.from({ length: 300 }, (_, n) => `e${n}`).sort();
    await t.database.tenant(t.tenantId, async (db) => {
      for (const name of expected) await enqueue(db, { kind, payload: name });
    });
    let runs = 0;
    const once = handler((job, ctx) => {
      runs++;
      return ctx.complete((db) => applyEffect(db, String(job.payload)));
    });
    for (let n = 0; n < 3; n++) t.start([once]);
    await until('all effects', async () => {
      return (await effects(t.database, t.tenantId)).length >= expected.length;
    });
    await t.close();
    expect(await effects(t.database, t.tenantId)).to.deep.equal(expected);
    expect(runs).to.equal(expected.length);
  });

  it('counts waiting jobs', async () => {
    const jobs = t.start([]);
    await t.add({ kind, payload: null });
    await t.add({ kind, payload: null });
    expect(await jobs.queueDepth()).to.deep.include({ kind, state: 'queued', count: 2 });
  });

  it('hides jobs from other tenants', async () => {
    const id = await t.add({ kind, payload: null });
    await t.database.tenant(t.tenantId, (db) =>
      db.query(`update job set state = 'failed' where tenant_id = $1`, [db.tenantId]),
    );
    const other = await testTenant(t.database);
    await t.database.tenant(other, async (db) => {
      expect(await getJob(db, id)).to.equal(undefined);
      expect(await listDeadJobs(db, { limit: 10 })).to.deep.equal([]);
      expect(await retryJob(db, id)).to.equal(false);
      // Row-level security alone, without the filter in the code.
      expect((await db.query('select * from job')).count).to.equal(0);
    });
    expect((await t.database.lookup.query('select * from job')).count).to.equal(0);
  });
});
