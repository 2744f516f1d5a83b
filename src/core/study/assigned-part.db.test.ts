import { expect } from 'chai';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { listDeckTags, listTaggedAtoms } from './assigned-part.store.ts';
import { createAssignment } from './assignments.ts';
import { readQueue } from './queue.ts';
import { recordReviews } from './record-reviews.ts';
import { type SeededStudy, seedStudy } from './test-study.ts';

describe('the part of a deck that is assigned', () => {
  let database: Database;
  let tenantId: string;
  let seeded: SeededStudy;
  let assignmentId: string;
  const sink = { write: async () => undefined };

  before(async () => {
    database = await testDatabase();
    tenantId = await testTenant(database);
    await tx(async (db) => {
      seeded = await seedStudy(db, { prompts: 4 });
      const { deckId, promptIds } = seeded;
      for (const [tag, i] of [
        ['a', 0],
        ['b', 2],
      ] as const) {
        await db.query(
          `update atom set tags = tags || array[$3, 'both'] where tenant_id = $1 and id =
             (select atom_id from prompt where tenant_id = $1 and id = $2)`,
          [tenantId, promptIds[i], tag],
        );
      }
      const part = { tags: ['a', 'b'] };
      ({ id: assignmentId } = await createAssignment(db, { deckId, mode: 'study', part }));
    });
  });

  const tx = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  const queue = (more: { assignmentId?: string } = {}) => {
    const { personId, deckId } = seeded;
    const asked = { personId, deckId, now: new Date(), limit: 10, ...more };
    return tx((db) => readQueue(db, asked));
  };
  const shown = async (more?: { assignmentId?: string }) =>
    (await queue(more)).prompts.map(({ promptId }) => seeded.promptIds.indexOf(promptId));

  it('is what is asked and counted for it; without it the whole deck', async () => {
    expect(await shown({ assignmentId })).to.deep.equal([0, 2]);
    expect((await queue({ assignmentId })).counts).to.include({ new: 2 });
    expect(await shown()).to.deep.equal([0, 1, 2, 3]);
  });

  it('holds for what is due as for what is new', async () => {
    const { personId, promptIds } = seeded;
    const reviews = [0, 1].map((i) => ({
      ...{ id: crypto.randomUUID(), promptId: promptIds[i] ?? '', rating: 'again' as const },
      ...{ reviewedAt: new Date(Date.now() - 3_600_000), latencyMs: 1 },
    }));
    await tx((db) => recordReviews(db, { personId, reviews, sink }));
    expect(await shown({ assignmentId })).to.deep.equal([0, 2]);
    expect((await queue({ assignmentId })).counts).to.include({ new: 1, learning: 1 });
    expect((await queue()).counts).to.include({ new: 2, learning: 2 });
  });

  it('is chosen among the tags that published atoms have', async () => {
    const deckIds = [seeded.deckId];
    expect(await tx((db) => listDeckTags(db, { deckIds, limit: 2 }))).to.deep.equal([
      { tag: 'both', prompts: 2 },
      { tag: 'a', prompts: 1 },
    ]);
    const found = await tx((db) => listTaggedAtoms(db, { deckIds, tags: ['b', 'none'] }));
    expect(found.size).to.equal(1);
  });
});
