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
  const add = (kind: string) => t.add({ kind, payload: null });

  it('half of them are kept from jobs that wait for others, however many are due', async () => {
    const slowIds = await Promise.all(Array.from({ length: 6 }, () => add(slow)));
    const jobs = t.start(handlers, { concurrency: 4 });
    await until('two wait', () => waiting === 2);
    for (let n = 0; n < 3; n += 1) await t.reaches(await add(own), 'succeeded');
    expect(waiting).to.equal(2);
    for (const id of slowIds) {
      end.emit('end');
      await until('the next waits or none is left', async () => {
        end.emit('end');
        return (await t.job(id)).state === 'succeeded';
      });
    }
    expect(waiting).to.equal(6);
    await jobs.stop();
  });

  it('a process with a single place does all work in it', async () => {
    const id = await add(slow);
    const jobs = t.start(handlers, { concurrency: 1 });
    await until('it waits', () => waiting === 1);
    end.emit('end');
    await t.reaches(id, 'succeeded');
    await t.reaches(await add(own), 'succeeded');
    await jobs.stop();
  });
});
