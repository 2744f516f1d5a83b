import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import type { Act, StatementSink } from './act.ts';
import { setMark } from './marks.store.ts';
import { findMemories } from './memory.store.ts';
import { readQueue } from './queue.ts';
import { rebuildMemory } from './rebuild-memory.ts';
import { type ReviewInput, recordReviews } from './record-reviews.ts';
import { type SeededStudy, seedStudy } from './test-study.ts';
import { undoReview } from './undo-review.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('study', () => {
  let database: Database;
  let tenantId: string;
  let seeded: SeededStudy;
  let acts: Act[];
  const sink: StatementSink = {
    write: async (_db, written) => {
      acts.push(...written);
    },
  };

  beforeEach(async () => {
    database = await testDatabase();
    tenantId = await testTenant(database);
    seeded = await database.tenant(tenantId, (db) => seedStudy(db, { prompts: 5 }));
    acts = [];
  });

  const tx = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  const review = (prompt: number, at: number, rating: ReviewInput['rating'] = 'good') => ({
    id: uuidv7(),
    promptId: seeded.promptIds[prompt] ?? '',
    rating,
    reviewedAt: new Date(at),
    latencyMs: 1200,
  });
  const record = (...reviews: ReviewInput[]) =>
    tx((db) => recordReviews(db, { personId: seeded.personId, reviews, sink }));
  const queue = (now = Date.now()) =>
    tx((db) =>
      readQueue(db, {
        personId: seeded.personId,
        deckId: seeded.deckId,
        now: new Date(now),
        limit: 20,
      }),
    );
  const memories = () => tx((db) => findMemories(db, seeded.personId, seeded.promptIds));

  it('offers new prompts in the order of the deck, each with four previews', async () => {
    const { prompts, counts } = await queue();
    expect(prompts.map(({ promptId }) => promptId)).to.deep.equal(seeded.promptIds);
    expect(counts).to.deep.equal({ new: 5, learning: 0, due: 0 });
    const [first] = prompts;
    const dues = ['again', 'hard', 'good', 'easy'] as const;
    const ordered = dues.map((rating) => first?.preview[rating].due ?? 0);
    expect(ordered).to.deep.equal([...ordered].sort((a, b) => a - b));
    expect(new Set(ordered).size).to.equal(4);
  });

  it('moves a prompt on by each answer, as the preview said', async () => {
    const now = Date.now();
    const before = await queue(now);
    const [answered] = await record(review(0, now, 'easy'));
    expect(answered?.memory).to.deep.equal(before.prompts[0]?.preview.easy);
    const after = await queue(now + 1);
    expect(after.prompts.map(({ promptId }) => promptId)).not.to.include(seeded.promptIds[0]);
    expect(after.counts.new).to.equal(4);
  });

  it('empties: after every prompt was answered easily nothing is left, and the next due time is told', async () => {
    const now = Date.now();
    await record(...[0, 1, 2, 3, 4].map((i) => review(i, now + i, 'easy')));
    const { prompts, counts, nextDueAt } = await queue(now + 10);
    expect(prompts).to.have.length(0);
    expect(counts).to.deep.equal({ new: 0, learning: 0, due: 0 });
    expect(nextDueAt?.getTime()).to.be.greaterThan(now + DAY);
  });

  it('writes fact, statement and event once for an id that is sent again', async () => {
    const once = review(0, Date.now());
    const first = await record(once);
    const second = await record(once, once);
    expect(second[0]?.memory).to.deep.equal(first[0]?.memory);
    expect(acts).to.have.length(1);
    const counts = await tx(async (db) => {
      const log = await db.query('select id from review_log where tenant_id = $1', [tenantId]);
      const events = await db.query(
        `select id from outbox_event where tenant_id = $1 and type = 'review.recorded'`,
        [tenantId],
      );
      return [log.count, events.count];
    });
    expect(counts).to.deep.equal([1, 1]);
  });

  it('writes nothing at all when the statement cannot be written', async () => {
    const broken: StatementSink = { write: () => Promise.reject(new Error('full')) };
    const reviews = [review(0, Date.now())];
    const failed = tx((db) =>
      recordReviews(db, { personId: seeded.personId, reviews, sink: broken }),
    );
    expect(await failed.catch((e) => e.message)).to.equal('full');
    expect((await memories()).size).to.equal(0);
  });

  it('refuses an id that belongs to another answer', async () => {
    const mine = review(0, Date.now());
    await record(mine);
    const other = { ...mine, promptId: seeded.promptIds[1] ?? '' };
    expect(await record(other).catch((e) => e.code)).to.equal('conflict');
  });

  it('refuses answers of the future, of unknown prompts and of deactivated people', async () => {
    expect(await record(review(0, Date.now() + HOUR)).catch((e) => e.code)).to.equal('invalid');
    const unknown = { ...review(0, Date.now()), promptId: uuidv7() };
    expect(await record(unknown).catch((e) => e.code)).to.equal('not_found');
    await tx((db) => db.query('update person set active = false where tenant_id = $1', [tenantId]));
    expect(await record(review(0, Date.now())).catch((e) => e.code)).to.equal('forbidden');
  });

  it('comes to the same state in whatever order an offline queue arrives', async () => {
    const start = Date.now() - 10 * DAY;
    const answers = [
      review(0, start),
      review(0, start + HOUR),
      review(0, start + 3 * DAY, 'again'),
    ];
    await record(...answers);
    const inOrder = (await memories()).get(seeded.promptIds[0] ?? '');
    const other = await tx((db) => seedStudy(db, { prompts: 1 }));
    const shuffled = [answers[2], answers[0], answers[1]].flatMap((a) =>
      a ? [{ ...a, id: uuidv7(), promptId: other.promptIds[0] ?? '' }] : [],
    );
    for (const answer of shuffled) {
      await tx((db) => recordReviews(db, { personId: other.personId, reviews: [answer], sink }));
    }
    const arrived = await tx((db) => findMemories(db, other.personId, other.promptIds));
    expect(arrived.get(other.promptIds[0] ?? '')).to.deep.equal(inOrder);
  });

  it('takes an answer back, twice with the same result', async () => {
    const now = Date.now();
    const [kept, undone] = [review(0, now - HOUR), review(0, now, 'again')];
    const [before] = await record(kept);
    await record(undone);
    for (const _ of [1, 2]) {
      const { memory } = await tx((db) =>
        undoReview(db, { personId: seeded.personId, reviewId: undone.id }),
      );
      expect(memory).to.deep.equal(before?.memory);
    }
    await tx((db) => undoReview(db, { personId: seeded.personId, reviewId: kept.id }));
    expect((await memories()).size).to.equal(0);
  });

  it('leaves out what is suspended or buried until its time', async () => {
    const now = Date.now();
    const of = (i: number) => ({ personId: seeded.personId, promptId: seeded.promptIds[i] ?? '' });
    await tx(async (db) => {
      await setMark(db, of(0), { suspended: true });
      await setMark(db, of(1), { buriedUntil: new Date(now + HOUR) });
      await setMark(db, of(2), { flag: 3 });
    });
    const { prompts } = await queue(now);
    expect(prompts.map(({ promptId }) => promptId)).to.deep.equal(seeded.promptIds.slice(2));
    expect(prompts[0]?.flag).to.equal(3);
    expect((await queue(now + 2 * HOUR)).prompts).to.have.length(4);
  });

  it('rebuilds exactly the stored state from the log, and puts a wrong one right', async () => {
    const start = Date.now() - 20 * DAY;
    const ratings = ['good', 'again', 'hard', 'easy', 'good'] as const;
    for (const [i, rating] of ratings.entries()) {
      await record(...[0, 1, 2].map((p) => review(p, start + i * DAY + p * HOUR, rating)));
    }
    const stored = await memories();
    expect(await rebuildMemory(database, tenantId)).to.deep.equal({ prompts: 3, corrected: 0 });
    await tx((db) =>
      db.query('update memory_state set stability = 1, reps = 0 where tenant_id = $1', [tenantId]),
    );
    await tx((db) =>
      db.query('delete from memory_state where tenant_id = $1 and prompt_id = $2', [
        tenantId,
        seeded.promptIds[0],
      ]),
    );
    expect((await rebuildMemory(database, tenantId)).corrected).to.equal(3);
    expect(await memories()).to.deep.equal(stored);
  });

  it('shows another tenant neither people, prompts nor states', async () => {
    const foreign = await testTenant(database);
    await record(review(0, Date.now()));
    const asForeign = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(foreign, work);
    expect(
      (await asForeign((db) => findMemories(db, seeded.personId, seeded.promptIds))).size,
    ).to.equal(0);
    const { personId, deckId } = seeded;
    const foreignQueue = asForeign((db) =>
      readQueue(db, { personId, deckId, now: new Date(), limit: 5 }),
    );
    expect(await foreignQueue.catch((e) => e.code)).to.equal('not_found');
    const foreignReview = asForeign((db) =>
      recordReviews(db, { personId, reviews: [review(0, Date.now())], sink }),
    );
    expect(await foreignReview.catch((e) => e.code)).to.equal('not_found');
  });
});
