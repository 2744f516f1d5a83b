import { createPostgresStore, type PostgresStore, type StatementFilter } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { naiveList, type StoredOne } from './test-oracle.ts';
import {
  activities,
  agents,
  authorities,
  histories,
  registrations,
  verbs,
} from './test-statements.ts';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

/** Bounds of time as places in the history. */
const filters = fc.record({
  agent: maybe(agents),
  relatedAgents: fc.boolean(),
  verb: maybe(verbs),
  activity: maybe(activities),
  relatedActivities: fc.boolean(),
  registration: fc.option(registrations, { nil: undefined, freq: 2 }),
  authority: fc.option(authorities, { nil: undefined, freq: 2 }),
  since: fc.option(fc.nat({ max: 20 }), { nil: undefined, freq: 2 }),
  until: fc.option(fc.nat({ max: 20 }), { nil: undefined, freq: 2 }),
  ascending: fc.boolean(),
  limit: fc.integer({ min: 1, max: 5 }),
});

describe('xAPI statements in the database: lists', () => {
  let db: Database;
  let store: PostgresStore;

  before(async () => {
    db = await testDatabase();
    store = createPostgresStore({ database: db, cursorSecret: 'secret' });
  });

  async function walk(tenant: string, filter: StatementFilter): Promise<string[]> {
    const ids: string[] = [];
    let page = await store.findStatements(tenant, filter);
    for (;;) {
      ids.push(...page.statements.map(({ id }) => id));
      if (page.next === undefined) return ids;
      expect(page.statements).to.have.lengthOf(filter.limit);
      const next = await store.continueStatements(tenant, page.next);
      if (!next) throw new Error('the cursor was refused');
      page = next;
    }
  }

  it('find what a look at every statement finds, page by page, for any filter', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.array(filters, { minLength: 10, maxLength: 20 }),
        async (history, chosen) => {
          const tenant = await testTenant(db);
          const kept: StoredOne[] = [];
          for (const batch of history) {
            const saved = await store.saveStatements(tenant, batch).catch(() => 'refused');
            if (saved === 'refused') continue;
            for (const statement of batch) {
              const found = await store.findStatement(tenant, statement.id);
              kept.push({ statement, stored: found?.stored ?? new Date(0) });
            }
          }
          const timeAt = (place: number | undefined) =>
            place === undefined ? undefined : kept[place]?.stored;
          for (const sketch of chosen) {
            const filter = { ...sketch, since: timeAt(sketch.since), until: timeAt(sketch.until) };
            expect(await walk(tenant, filter)).to.deep.equal(naiveList(kept, filter));
          }
        },
      ),
      { numRuns: Number(process.env.FC_RUNS ?? 60), interruptAfterTimeLimit: 90_000 },
    );
  });
});
