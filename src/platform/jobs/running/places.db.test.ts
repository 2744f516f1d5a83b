import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { testDatabase, testTenant } from '../../database/test-database.ts';
import type { JobHandler } from '../job.ts';
import { createFixture, type Fixture } from '../testing/test-jobs.ts';
import { until } from '../testing/until.ts';

describe('jobs: places of a process', () => {
  const end = new EventEmitter();
  const [slow, own] = [`slow.${randomUUID()}`, `own.${randomUUID()}`];
  let t: Fixture;
  let waiting: number;

  beforeEach(async () => {
    const database = await testDatabase();
    t = createFixture(database, await testTenant(database), undefined);
    waiting = 0;
  });
  afterEach(async () => {
    end.emit('end');
    await t.close();
  });

  const handlers: JobHandler[] = [
    {
      ...{ kind: slow, maxAttempts: 1, waitsForOthers: true },
      run: async () => {
        waiting += 1;
        await once(end, 'end');
      },
    },
    { kind: own, maxAttempts: 1, run: async () => undefined },
  ];
  const states = (kind: string) =>
    t.database.read(t.tenantId, async (db) => {
      const { rows } = await db.query<{ state: string; n: number }>(
        `select state, count(*) as n from job where tenant_id = $1 and kind = $2 group by state`,
        [t.tenantId, kind],
      );
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    });
  const add = (kind: string) => t.add({ kind, payload: null });

  it('own work has all of them, however many jobs wait for others, which have as many again', async () => {
    const slowIds = await Promise.all(Array.from({ length: 6 }, () => add(slow)));
    const jobs = t.start(handlers, { concurrency: 2 });
    await until('two wait', () => waiting === 2);
    for (let n = 0; n < 3; n += 1) await t.reaches(await add(own), 'succeeded');
    expect(waiting).to.equal(2);
    for (const id of slowIds) {
      await until('the next waits or none is left', async () => {
        end.emit('end');
        return (await t.job(id)).state === 'succeeded';
      });
    }
    expect(waiting).to.equal(6);
    await jobs.stop();
  });

  it('work that waits for others has its own, however long own work takes', async () => {
    const held: JobHandler[] = [
      { kind: own, maxAttempts: 1, run: () => once(end, 'end').then(() => undefined) },
      { kind: slow, maxAttempts: 1, waitsForOthers: true, run: async () => void waiting++ },
    ];
    for (let n = 0; n < 3; n += 1) await add(own);
    const jobs = t.start(held, { concurrency: 2 });
    await until('own work has its places', async () => (await states(own)).running === 2);
    for (let n = 1; n <= 3; n += 1) {
      await t.reaches(await add(slow), 'succeeded');
      expect(waiting).to.equal(n);
    }
    expect(await states(own)).to.deep.equal({ running: 2, queued: 1 });
    end.emit('end');
    await until('the last one runs', async () => (await states(own)).running === 1);
    end.emit('end');
    await jobs.stop();
  });

  it('a kind has its share of them, so that others of its sort find one', async () => {
    const other = `other.${randomUUID()}`;
    const shared: JobHandler[] = [
      ...handlers.map((handler) => ({ ...handler, share: 0.5 })),
      { kind: other, maxAttempts: 1, waitsForOthers: true, run: async () => undefined },
    ];
    for (let n = 0; n < 9; n += 1) await add(slow);
    const jobs = t.start(shared, { concurrency: 4 });
    await until('two wait', () => waiting === 2);
    for (let n = 0; n < 3; n += 1) await t.reaches(await add(other), 'succeeded');
    expect(waiting).to.equal(2);
    await until('all have waited', () => {
      end.emit('end');
      return waiting === 9;
    });
    await jobs.stop();
  });

  it('a process with a single one does all work', async () => {
    const id = await add(slow);
    const jobs = t.start(handlers, { concurrency: 1 });
    await until('it waits', () => waiting === 1);
    await t.reaches(await add(own), 'succeeded');
    end.emit('end');
    await t.reaches(id, 'succeeded');
    await jobs.stop();
  });
});
