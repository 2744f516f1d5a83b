import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { createHistoryImport, type HistoryBatch } from './import-history.ts';
import type { ImportedCardState, ImportedReview } from './imported-history.ts';
import { findMemories, readLogs } from './memory.store.ts';

const REVIEWED_AT = Date.UTC(2026, 0, 2);

describe('history from elsewhere', () => {
  let database: Database;
  let tenantId: string;
  const promptIds = [randomUUID(), randomUUID()];

  before(async () => {
    database = await testDatabase();
    tenantId = await testTenant(database);
  });

  const review = (ord: number, days = 0): ImportedReview => ({
    ...{ atomKey: 'a', ord, reviewedAt: REVIEWED_AT + days * 86_400_000 },
    ...{ rating: 'good', latencyMs: 900, counts: true },
  });
  const state = (ord: number): ImportedCardState => ({
    ...{ atomKey: 'a', ord, suspended: false, flag: 0 },
    memory: {
      ...{
        state: 'review',
        due: REVIEWED_AT + 9 * 86_400_000,
        stability: 9,
        difficulty: 5,
        step: 0,
      },
      ...{ scheduledDays: 9, reps: 1, lapses: 0, lastReview: REVIEWED_AT },
    },
  });
  const all = { reviews: [review(0), review(1)], states: [state(0), state(1)] };

  async function importFor(personId: string, batch: Omit<HistoryBatch, 'promptId'> = all) {
    const history = createHistoryImport(personId);
    await database.tenant(tenantId, (db) =>
      history.apply(db, { ...batch, promptId: ({ ord }) => promptIds[ord] }),
    );
    await history.finish(database, tenantId);
    const memories = await database.read(tenantId, (db) => findMemories(db, personId, promptIds));
    return { counts: history.counts, memories };
  }

  it('is of the person who brings it: two bring the same package, each has it once', async () => {
    for (const personId of [randomUUID(), randomUUID()]) {
      const first = await importFor(personId);
      expect(first.counts).to.deep.equal({ new: 2, unchanged: 0, failed: 0 });
      expect([...first.memories.keys()].sort()).to.deep.equal([...promptIds].sort());
      const again = await importFor(personId);
      expect(again.counts).to.deep.equal({ new: 0, unchanged: 2, failed: 0 });
    }
  });

  it('grows by what it lacks, also where only one of its cards is known', async () => {
    const personId = randomUUID();
    await importFor(personId, { reviews: [review(1)], states: [] });
    const { counts, memories } = await importFor(personId, {
      ...{ reviews: [review(0), review(1), review(1, 3)], states: [] },
    });
    expect(counts).to.deep.equal({ new: 2, unchanged: 1, failed: 0 });
    expect(memories.get(promptIds[1] ?? '')?.reps).to.equal(2);
  });

  it('keeps the milliseconds at which it was answered', async () => {
    const personId = randomUUID();
    const moments = [1, 999, 1_100_000_000_003, 1_700_000_000_123, 4_102_444_799_999];
    const reviews = moments.map((reviewedAt) => ({ ...review(0), reviewedAt }));
    await importFor(personId, { reviews, states: [] });
    const logs = await database.read(tenantId, (db) => readLogs(db, personId, promptIds));
    const kept = logs.get(promptIds[0] ?? '')?.map(({ reviewedAt }) => reviewedAt);
    expect(kept?.sort((a, b) => a - b)).to.deep.equal(moments);
  });
});
