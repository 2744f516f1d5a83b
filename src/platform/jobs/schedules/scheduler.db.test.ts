import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { testDatabase, testTenant } from '../../database/test-database.ts';
import type { JobHandler } from '../job.ts';
import { createFixture, type Fixture } from '../testing/test-jobs.ts';
import { until } from '../testing/until.ts';
import { pruneSchedule } from './prune-schedule.ts';
import { declareSchedule, scheduleStates } from './schedule.store.ts';

describe('jobs: schedules', () => {
  const yearly = '0 0 1 1 *';
  const missed = new Date('2020-01-01T00:00:00Z');
  let t: Fixture;
  let name: string;

  beforeEach(async () => {
    const database = await testDatabase();
    t = createFixture(database, await testTenant(database), undefined);
    name = `test.${randomUUID()}`;
  });
  afterEach(() => t.close());

  const state = async () => {
    const states = await scheduleStates(t.database.lookup);
    return states.find((schedule) => schedule.name === name);
  };
  const isAhead = () =>
    until('the next tick', async () => ((await state())?.nextRunAt ?? missed) > new Date());
  const handler: JobHandler = { kind: 'unused', maxAttempts: 1, run: async () => undefined };

  it('runs the missed ticks of a function once, whichever of two schedulers is first', async () => {
    await declareSchedule(t.database.lookup, { name, cron: yearly, next: missed });
    let runs = 0;
    const run = async () => {
      runs++;
    };
    const schedules = [{ name, cron: yearly, run }];
    for (let n = 0; n < 2; n++) t.start([handler], { schedules });
    await isAhead();
    await t.close();
    expect(runs).to.equal(1);
  });

  it('queues one job in each tenant, and none behind one that waits', async () => {
    const cron = '* * * * * *';
    const kind = name;
    const schedules = [{ name, cron, everyTenant: { kind, payload: { a: 1 } } }];
    t.start([], { schedules });
    const ticks = new Set<number>();
    await until('three ticks', async () => {
      ticks.add((await state())?.nextRunAt.getTime() ?? 0);
      return ticks.size > 3;
    });
    const { rows } = await t.database.read(t.tenantId, (db) =>
      db.query(
        'select payload, key, state, substr(id::text, 15, 1) as version from job where kind = $1',
        [kind],
      ),
    );
    expect(rows).to.deep.equal([{ payload: { a: 1 }, key: name, state: 'queued', version: '7' }]);
  });

  it('tries a failed function again before its next tick', async () => {
    await declareSchedule(t.database.lookup, { name, cron: yearly, next: missed });
    const run = async () => {
      throw new Error('no luck');
    };
    t.start([handler], { schedules: [{ name, cron: yearly, run }] });
    await isAhead();
    const next = (await state())?.nextRunAt.getTime() ?? 0;
    expect(next - Date.now()).to.be.within(0, 60_000);
  });

  it('keeps its time over a restart, and takes a new one with a new expression', async () => {
    const lookup = t.database.lookup;
    await declareSchedule(lookup, { name, cron: yearly, next: missed });
    await declareSchedule(lookup, { name, cron: yearly, next: new Date('2100-01-01') });
    expect((await state())?.nextRunAt).to.deep.equal(missed);
    await declareSchedule(lookup, { name, cron: '0 0 2 1 *', next: new Date('2100-01-02') });
    expect((await state())?.nextRunAt).to.deep.equal(new Date('2100-01-02'));
  });

  it('is out of reach for SQL that does not go through its functions', async () => {
    await declareSchedule(t.database.lookup, { name, cron: yearly, next: missed });
    await t.database.tenant(t.tenantId, async (db) => {
      expect((await db.query('select * from schedule')).count).to.equal(0);
      expect((await db.query(`update schedule set cron = 'x'`)).count).to.equal(0);
      expect((await db.query('delete from schedule')).count).to.equal(0);
    });
    const inserted = t.database.tenant(t.tenantId, (db) =>
      db.query(`insert into schedule (name, cron, next_run_at) values ('x', 'x', now())`),
    );
    expect(await inserted.catch((error) => error.code)).to.equal('42501');
    expect((await state())?.nextRunAt).to.deep.equal(missed);
  });

  it('forgets finished jobs after a week, and dead ones after a month', async () => {
    const ended = async (state: string, days: number) => {
      const id = await t.add({ kind: name, payload: null });
      await t.database.tenant(t.tenantId, (db) =>
        db.query(
          `update job set state = $3, finished_at = now() - $4 * interval '1 day'
           where tenant_id = $1 and id = $2`,
          [db.tenantId, id, state, days],
        ),
      );
      return id;
    };
    const kept = [await ended('succeeded', 6), await ended('failed', 29)];
    await ended('succeeded', 8);
    await ended('failed', 31);
    const prune = pruneSchedule(t.database);
    if (!('run' in prune)) throw new Error('not a function');
    await prune.run(new AbortController().signal);
    const { rows } = await t.database.read(t.tenantId, (db) =>
      db.query<{ id: string }>('select id from job where tenant_id = $1 order by id', [
        db.tenantId,
      ]),
    );
    expect(rows.map((row) => row.id)).to.deep.equal(kept);
  });
});
