import { expect } from 'chai';
import { LeaseLostError } from './job.ts';
import { applyEffect, effects } from './testing/effects.ts';
import { describeJobs, type JobsUnderTest } from './testing/test-job-suite.ts';
import type { Fixture } from './testing/test-jobs.ts';
import { until } from './testing/until.ts';

describeJobs('leases of jobs', (given) => {
  let t: Fixture;
  let kind: string;
  let handler: JobsUnderTest['handler'];
  beforeEach(() => {
    ({ t, kind, handler } = given());
  });
  const steal = (id: string) =>
    t.database.tenant(t.tenantId, (db) =>
      db.query('update job set lease = gen_random_uuid() where tenant_id = $1 and id = $2', [
        db.tenantId,
        id,
      ]),
    );
  /** A job that may be tried twice, and was lost by its process in this attempt. */
  const lostInAttempt = async (attempts: number) => {
    const id = await t.add({ kind, payload: null });
    await t.database.tenant(t.tenantId, (db) =>
      db.query(
        `update job set state = 'running', attempts = $3, max_attempts = 2, leased_by = 'lost',
           lease = gen_random_uuid(), leased_until = now() - interval '1 second'
         where tenant_id = $1 and id = $2`,
        [db.tenantId, id, attempts],
      ),
    );
    return id;
  };

  it('applies the effect and ends the job in one transaction', async () => {
    t.start([handler((_, ctx) => ctx.complete((db) => applyEffect(db, 'once')))]);
    const id = await t.add({ kind, payload: null });
    await t.reaches(id, 'succeeded');
    expect(await effects(t.database, t.tenantId)).to.deep.equal(['once']);
  });

  for (const way of ['complete', 'transact'] as const) {
    it(`commits nothing by ${way} once the lease is lost`, async () => {
      let thrown: unknown;
      t.start([
        handler(async (job, ctx) => {
          await steal(job.id);
          await ctx[way]((db) => applyEffect(db, way)).catch((error) => {
            thrown = error;
          });
        }),
      ]);
      const id = await t.add({ kind, payload: null });
      await until('the handler ran', () => thrown);
      expect(thrown).to.be.instanceOf(LeaseLostError);
      expect(await effects(t.database, t.tenantId)).to.deep.equal([]);
      expect((await t.job(id)).state).to.equal('running');
    });
  }

  it('keeps the lease of a long job, and aborts its signal when it is lost', async () => {
    let reason: unknown;
    let isRunning = false;
    t.start(
      [
        handler(async (_, { signal }) => {
          isRunning = true;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          reason = signal.reason;
        }),
      ],
      { leaseMs: 300, pollMs: 50 },
    );
    const id = await t.add({ kind, payload: null });
    await until('the job runs', () => isRunning);
    const { startedAt } = await t.job(id);
    await until('three leases pass', async () => Date.now() - (startedAt?.getTime() ?? 0) > 900);
    expect(await t.job(id)).to.include({ state: 'running', attempts: 1 });
    await steal(id);
    await until('the signal', () => reason);
    expect(reason).to.include({ interruption: 'lease lost' });
  });

  it('takes over what a lost process ran, and counts the attempt', async () => {
    const id = await lostInAttempt(1);
    const attempts: number[] = [];
    t.start([handler(async (job) => void attempts.push(job.attempt))]);
    await t.reaches(id, 'succeeded');
    expect(attempts).to.deep.equal([2]);
  });

  it('gives up a job whose last attempt was lost', async () => {
    const id = await lostInAttempt(2);
    t.start([handler(async () => undefined)]);
    const dead = await t.reaches(id, 'failed');
    expect(dead.lastError).to.match(/process .* lost/);
  });
});
