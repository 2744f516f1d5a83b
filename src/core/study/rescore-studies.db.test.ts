import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { withReactions } from '../events/reactions.ts';
import { type AssignmentInput, createAssignment } from './assignments.ts';
import { countedScore } from './counted-score.ts';
import { recordReviews } from './record-reviews.ts';
import { sharesRecalled } from './rescore-studies.ts';
import { type SeededStudy, seedStudy } from './test-study.ts';
import { undoReview } from './undo-review.ts';

describe('scores of assignments after an answer was taken back', () => {
  let database: Database;
  let tenantId: string;
  let seeded: SeededStudy;
  let assignmentId: string;
  let told: number;
  const sink = { write: async () => undefined };

  before(async () => {
    database = withReactions(await testDatabase(), [
      async (_, { type }) => void (type === 'attempt.scored' && told++),
    ]);
  });

  const tx = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  async function assign(more: Partial<AssignmentInput>, prompts = 2): Promise<void> {
    tenantId = await testTenant(database);
    told = 0;
    await tx(async (db) => {
      seeded = await seedStudy(db, { prompts });
      const { deckId } = seeded;
      ({ id: assignmentId } = await createAssignment(db, { deckId, mode: 'study', ...more }));
    });
  }
  let clock = Date.now() - 3_600_000;
  /** Answers a prompt; gives the id of the answer. */
  async function answer(i: number, rating: 'good' | 'again' = 'good'): Promise<string> {
    clock += 1_000;
    const { personId, promptIds } = seeded;
    const review = { id: uuidv7(), promptId: promptIds[i] ?? '', rating, latencyMs: 1 };
    const reviews = [{ ...review, reviewedAt: new Date(clock) }];
    await tx((db) => recordReviews(db, { personId, reviews, assignmentId, sink }));
    return review.id;
  }
  const undo = (reviewId: string) =>
    tx((db) => undoReview(db, { personId: seeded.personId, reviewId }));
  const score = () => tx((db) => countedScore(db, { assignmentId, personId: seeded.personId }));

  it('it counts no more, and that is told once', async () => {
    await assign({}, 4);
    await answer(0);
    const wrong = await answer(1);
    expect(await score()).to.include({ scoreScaled: 0.5 });
    told = 0;
    await undo(wrong);
    expect(await score()).to.include({ scoreScaled: 0.25 });
    await undo(wrong);
    expect(told).to.equal(1);
  });

  it('the only one leaves no score', async () => {
    await assign({});
    await undo(await answer(0));
    expect(await score()).to.include({ scoreScaled: null, completion: 'incomplete' });
  });

  it('the answer that completed it leaves it to be completed again', async () => {
    await assign({ masteryScore: 1 });
    await answer(0);
    const last = await answer(1);
    expect(await score()).to.include({ completion: 'completed', success: 'passed' });
    await undo(last);
    expect(await score()).to.deep.include({
      ...{ scoreScaled: 0.5, completion: 'incomplete', success: 'failed', submittedAt: null },
    });
    await answer(1);
    expect(await score()).to.include({ scoreScaled: 1, completion: 'completed' });
  });

  for (const [scoreRule, expected] of [
    ['best', 0.5],
    ['first', 0],
    ['last', 0],
  ] as const) {
    it(`${scoreRule}: of a completed study what is left of its answers counts`, async () => {
      await assign({ scoreRule });
      await answer(0, 'again');
      await answer(1, 'again');
      await answer(0);
      const mistaken = await answer(1);
      await answer(0, 'again');
      await undo(mistaken);
      expect(await score()).to.include({ scoreScaled: expected, completion: 'completed' });
    });
  }

  it('answers to other decks leave the score alone', async () => {
    await assign({});
    await answer(0);
    told = 0;
    const other = await tx((db) => seedStudy(db, { prompts: 1 }));
    const { personId } = seeded;
    const review = { id: uuidv7(), promptId: other.promptIds[0] ?? '', latencyMs: 1 };
    const reviews = [{ ...review, rating: 'good' as const, reviewedAt: new Date() }];
    await tx((db) => recordReviews(db, { personId, reviews, sink }));
    await undo(review.id);
    expect(told).to.equal(0);
  });

  it('shares begin with the answer that left none unanswered', () => {
    const given = (promptId: string, isRecalled: boolean) => ({ promptId, isRecalled });
    const answers = [given('a', true), given('b', false), given('b', true), given('a', false)];
    expect(sharesRecalled(answers, 4)).to.deep.equal([0.25, 0.5, 0.25]);
    expect(sharesRecalled([], 4)).to.deep.equal([]);
    expect(sharesRecalled(answers, 0)).to.deep.equal([]);
  });
});
