import { createPostgresStore, type PostgresStore, type StatementFilter } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import type { Database } from '../../platform/database/database.ts';
import { openPostgres } from '../../platform/database/postgres.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { testStatement } from './test-statements.ts';

const WRITERS = 6;
const BATCHES = 25;
const filter = { relatedAgents: false, relatedActivities: false, limit: 7 };

describe('xAPI statements in the database: writers and readers at once', () => {
  let second: Database | undefined;
  let stores: PostgresStore[];

  before(async () => {
    const url = process.env.TEST_DATABASE_URL;
    second = url ? await openPostgres({ url, poolSize: 6, bypassingRole: 'refuse' }) : undefined;
    // Two pools stand for two processes of the hub; the embedded database has only one.
    stores = [await testDatabase(), ...(second ? [second] : [])].map((database) =>
      createPostgresStore({ database, cursorSecret: 'secret' }),
    );
  });
  after(() => second?.close());

  const storeAt = (place: number): PostgresStore => {
    const store = stores[place % stores.length];
    if (!store) throw new Error('no store');
    return store;
  };

  /** Writes from all stores at once; answers the ids when all are acknowledged. */
  async function write(tenant: string, acknowledged: (ids: string[]) => void): Promise<void> {
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let batch = 0; batch < BATCHES; batch += 1) {
          const statements = Array.from({ length: 1 + (batch % 4) }, () =>
            testStatement({ verb: `verb:${batch % 2}` }),
          );
          await storeAt(writer).saveStatements(tenant, statements);
          acknowledged(statements.map(({ id }) => id));
        }
      }),
    );
  }

  for (const verb of [undefined, 'verb:1']) {
    it(`an ascending walk skips nothing and repeats nothing (verb: ${verb})`, async function () {
      this.timeout(60_000);
      const tenant = await testTenant(await testDatabase());
      const wanted = new Set<string>();
      let writing = true;
      const written = write(tenant, (ids) => {
        for (const id of ids) wanted.add(id);
      }).finally(() => {
        writing = false;
      });
      const seen: string[] = [];
      let since: Date | undefined;
      // A client that polls: to the end of the list, then on from the last that it saw.
      let cursor: string | undefined;
      for (let reader = 0; ; reader += 1) {
        const last = !writing;
        const page = cursor
          ? await storeAt(reader).continueStatements(tenant, cursor)
          : await storeAt(reader).findStatements(tenant, {
              ...filter,
              verb,
              since,
              ascending: true,
            });
        if (!page) throw new Error('the cursor was refused');
        for (const { id } of page.statements) if (!seen.includes(id)) seen.push(id);
        expect(new Set(page.statements.map(({ id }) => id)).size).to.equal(page.statements.length);
        cursor = page.next;
        const end = page.statements.at(-1);
        // `since` counts milliseconds, of which a list may end in the midst.
        if (!cursor && end) since = new Date(end.stored.getTime() - 1);
        if (!cursor && last) break;
      }
      await written;
      const all = await walk(tenant, { verb, ascending: true });
      expect(seen).to.deep.equal(all);
      if (verb === undefined) expect(new Set(all)).to.deep.equal(wanted);
      expect(await walk(tenant, { verb, ascending: false })).to.deep.equal(all.toReversed());
    });
  }

  it('a descending walk ends where it would have ended when it began', async function () {
    this.timeout(60_000);
    const tenant = await testTenant(await testDatabase());
    const before: string[] = [];
    await write(tenant, (ids) => before.push(...ids));
    const written = write(tenant, () => undefined);
    const ids = await walk(tenant, { ascending: false });
    await written;
    const all = await walk(tenant, { ascending: false });
    expect(ids).to.include.members(before);
    expect(all.slice(all.length - ids.length)).to.deep.equal(ids);
  });

  it('Consistent-Through never lies: nothing stored until then comes later', async function () {
    this.timeout(60_000);
    const tenant = await testTenant(await testDatabase());
    let writing = true;
    const written = write(tenant, () => undefined).finally(() => {
      writing = false;
    });
    const told: { until: Date; ids: string[] }[] = [];
    for (let reader = 0; writing; reader += 1) {
      const until = await storeAt(reader).consistentThrough(tenant);
      told.push({ until, ids: await walk(tenant, { until, ascending: true }) });
    }
    await written;
    for (const { until, ids } of told) {
      expect(await walk(tenant, { until, ascending: true })).to.deep.equal(ids);
    }
  });

  it('everything is stored later than what Consistent-Through told before', async () => {
    const tenant = await testTenant(await testDatabase());
    for (let round = 0; round < 200; round += 1) {
      const through = await storeAt(round).consistentThrough(tenant);
      const statement = testStatement();
      await storeAt(round + 1).saveStatements(tenant, [statement]);
      const found = await storeAt(round).findStatement(tenant, statement.id);
      expect(found?.stored).to.be.above(through);
    }
  });

  // The embedded database has one connection, so nobody reads while somebody writes.
  const onServers = process.env.TEST_DATABASE_URL ? it : () => undefined;
  onServers(
    'what a long transaction stores holds back later writers and the time told',
    async () => {
      const database = await testDatabase();
      const tenant = await testTenant(database);
      const [first, second] = [testStatement(), testStatement()];
      let isSecondSaved = false;
      let saving: Promise<void> | undefined;
      const told: Date[] = [];
      await database.tenant(tenant, async (db) => {
        await storeAt(0).append(db, [first]);
        saving = storeAt(1)
          .saveStatements(tenant, [second])
          .then(() => {
            isSecondSaved = true;
          });
        for (let look = 0; look < 30; look += 1) {
          told.push(await storeAt(1).consistentThrough(tenant));
          expect(await walk(tenant, {})).to.deep.equal([]);
        }
        expect(isSecondSaved).to.equal(false);
      });
      await saving;
      expect(await walk(tenant, {})).to.deep.equal([first.id, second.id]);
      const found = await storeAt(0).findStatement(tenant, first.id);
      for (const through of told) expect(through).to.be.below(found?.stored ?? new Date(0));
    },
  );

  it('Consistent-Through reaches what was stored, soon after', async () => {
    const tenant = await testTenant(await testDatabase());
    const statement = testStatement();
    await storeAt(0).saveStatements(tenant, [statement]);
    const found = await storeAt(1).findStatement(tenant, statement.id);
    const until = Date.now() + 2_000;
    let through = await storeAt(1).consistentThrough(tenant);
    while (through < (found?.stored ?? 0) && Date.now() < until) {
      through = await storeAt(1).consistentThrough(tenant);
    }
    expect(through.getTime()).to.be.at.least(found?.stored.getTime() ?? Number.NaN);
  });

  async function walk(tenant: string, about: Partial<StatementFilter>): Promise<string[]> {
    const ids: string[] = [];
    let page = await storeAt(0).findStatements(tenant, {
      ...filter,
      ascending: true,
      limit: 100,
      ...about,
    });
    for (let reader = 1; ; reader += 1) {
      ids.push(...page.statements.map(({ id }) => id));
      if (!page.next) return ids;
      const next = await storeAt(reader).continueStatements(tenant, page.next);
      if (!next) throw new Error('the cursor was refused');
      page = next;
    }
  }
});
