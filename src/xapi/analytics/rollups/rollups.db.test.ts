import { createPostgresStore, type PostgresStore } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import fc from 'fast-check';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { updateSettings } from '../../../platform/tenancy/tenants.store.ts';
import { hooksOf } from '../../save-listeners.ts';
import { createFactRecorder } from '../facts/record-facts.ts';
import { HUB, testAct, testVoiding } from '../test-acts.ts';
import { analyticsOf } from '../test-analytics.store.ts';
import { rebuildAnalytics } from './rebuild.ts';
import { rollNext } from './roll.ts';

const step = fc.record({
  kind: fc.constantFrom('act', 'act', 'act', 'void', 'void later', 'roll'),
  who: fc.constantFrom('a@example.com', 'b@example.com', '00000000-0000-7000-8000-000000000001'),
  did: fc.constantFrom('answered', 'passed', 'failed', 'completed', 'initialized'),
  what: fc.constantFrom('https://example.com/1', 'https://example.com/2'),
  hour: fc.nat({ max: 72 }),
  success: fc.option(fc.boolean(), { nil: undefined }),
  scaled: fc.option(fc.constantFrom(0.1, 0.333333, -1, 1), { nil: undefined }),
  duration: fc.option(fc.constantFrom('PT1.5S', 'PT2M'), { nil: undefined }),
  target: fc.nat({ max: 30 }),
});

describe('xAPI analytics: days', () => {
  let database: Database;
  let store: PostgresStore;

  before(async () => {
    database = await testDatabase();
    store = createPostgresStore({
      database,
      cursorSecret: 'secret',
      ...hooksOf([createFactRecorder({ hub: HUB })]),
    });
  });

  const roll = (tenantId: string, limit?: number) =>
    database.tenant(tenantId, (db) => rollNext(db, limit));
  const rollAll = async (tenantId: string) => {
    while (await roll(tenantId));
  };

  it('are after any history, voiding included, what a rebuild makes of the statements', async function () {
    this.timeout(180_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const tenantId = await testTenant(database);
        const ids = steps.map(() => uuidv7());
        for (const [
          i,
          { kind, target, hour, success, scaled, duration, ...act },
        ] of steps.entries()) {
          const at = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
          if (kind === 'roll') await roll(tenantId, 3);
          else if (kind === 'act') {
            const result = {
              ...(success !== undefined && { success }),
              ...(scaled !== undefined && { score: { scaled } }),
              ...(duration !== undefined && { duration }),
            };
            await store.saveStatements(tenantId, [
              testAct({ ...act, id: ids[i] ?? '', at, result }),
            ]);
          } else {
            // Later: of a statement that comes only after the one that voids it.
            const place = kind === 'void' ? target % (i + 1) : (i + target) % ids.length;
            await store.saveStatements(tenantId, [testVoiding(ids[place] ?? '')]);
          }
        }
        await rollAll(tenantId);
        const live = await analyticsOf(database, tenantId);
        const shown = new Set(steps.flatMap(({ kind }, i) => (kind === 'act' ? ids[i] : [])));
        const { statements } = await store.findStatements(tenantId, {
          ...{ relatedAgents: false, relatedActivities: false, ascending: true, limit: 100 },
        });
        const stored = statements.filter(({ id }) => shown.has(id));
        expect(live.facts.map(({ seq }) => Math.floor(Number(seq) / 1000))).to.deep.equal(
          stored.map((statement) => statement.stored.getTime()),
        );
        await rebuildAnalytics(database, tenantId, { hub: HUB });
        expect(await analyticsOf(database, tenantId)).to.deep.equal(live);
      }),
      { numRuns: 25 },
    );
  });

  it('sum each fact once, wherever the job that sums is killed', async () => {
    const tenantId = await testTenant(database);
    const acts = Array.from({ length: 12 }, (_, i) =>
      testAct({ who: `${i % 3}@example.com`, did: 'answered', result: { success: i % 2 === 0 } }),
    );
    await store.saveStatements(tenantId, acts);
    let isDone = false;
    for (let queries = 1; !isDone; queries++) {
      // Dies at its first query, then at its second, and so on, after which its transaction is gone.
      isDone = await database
        .tenant(tenantId, async (db) => {
          while (await rollNext(dyingAfter(db, queries), 5));
          return true;
        })
        .catch(() => false);
    }
    const killed = await analyticsOf(database, tenantId);
    expect(killed.days.reduce((sum, { statements }) => sum + Number(statements), 0)).to.equal(12);
    await rollAll(tenantId);
    await rebuildAnalytics(database, tenantId, { hub: HUB });
    expect(await analyticsOf(database, tenantId)).to.deep.equal(killed);
  });

  it('follow the time zone of the tenant', async () => {
    const tenantId = await testTenant(database);
    await store.saveStatements(tenantId, [
      testAct({ who: 'a@example.com', did: 'passed', at: '2026-01-01T23:30:00Z' }),
    ]);
    const dayOf = async () => {
      await rollAll(tenantId);
      const { rows } = await database.read(tenantId, (db) =>
        db.query('select day::text from lrs_day where tenant_id = $1', [tenantId]),
      );
      return rows.map(({ day }) => day);
    };
    expect(await dayOf()).to.deep.equal(['2026-01-01']);
    await database.tenant(tenantId, (db) => updateSettings(db, { timeZone: 'Europe/Berlin' }));
    expect(await dayOf()).to.deep.equal(['2026-01-02']);
  });
});

function dyingAfter(db: TenantDb, queries: number): TenantDb {
  let left = queries;
  return {
    tenantId: db.tenantId,
    query: async (...call) => {
      left -= 1;
      if (left < 0) throw new Error('killed');
      return db.query(...call);
    },
  };
}
