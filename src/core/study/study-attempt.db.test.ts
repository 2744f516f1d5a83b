import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import type { HubEvent } from '../events/event-types.ts';
import { withReactions } from '../events/reactions.ts';
import type { Act } from './act.ts';
import { type AssignmentInput, createAssignment, updateAssignment } from './assignments.ts';
import { finishAttempt, recordAnswers, startAttempt } from './attempts.ts';
import { listAssignedAttempts } from './counted-score.store.ts';
import { countedScore } from './counted-score.ts';
import { recordReviews } from './record-reviews.ts';
import { type SeededStudy, seedStudy } from './test-study.ts';

describe('scores of assignments', () => {
  let database: Database;
  let tenantId: string;
  let seeded: SeededStudy;
  let assignmentId: string;
  let events: HubEvent[];
  let acts: Act[];
  const sink = { write: async (_: TenantDb, told: readonly Act[]) => void acts.push(...told) };

  before(async () => {
    database = withReactions(await testDatabase(), [
      async (_, event) => void (event.type === 'attempt.scored' && events.push(event)),
    ]);
  });
  beforeEach(() => {
    events = [];
    acts = [];
  });

  const tx = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  async function assign(more: Partial<AssignmentInput> = {}, prompts = 4): Promise<void> {
    tenantId = await testTenant(database);
    await tx(async (db) => {
      seeded = await seedStudy(db, { prompts });
      const { deckId } = seeded;
      ({ id: assignmentId } = await createAssignment(db, { deckId, mode: 'study', ...more }));
    });
  }
  let clock = Date.now() - 3_600_000;
  const answer = (i: number, rating: 'good' | 'again' = 'good') => {
    clock += 1_000;
    const review = { id: uuidv7(), promptId: seeded.promptIds[i] ?? '', rating, latencyMs: 1 };
    return { ...review, reviewedAt: new Date(clock) };
  };
  const study = (...reviews: ReturnType<typeof answer>[]) =>
    tx((db) => recordReviews(db, { personId: seeded.personId, reviews, assignmentId, sink }));
  const score = () => tx((db) => countedScore(db, { assignmentId, personId: seeded.personId }));

  it('study is scored by the share recalled, complete when all was answered once', async () => {
    await assign({ masteryScore: 0.75 });
    await study(answer(0), answer(1, 'again'));
    expect(await score()).to.deep.include({ scoreScaled: 0.25, completion: 'incomplete' });
    await study(answer(1), answer(2), answer(3, 'again'));
    expect(await score()).to.deep.include({
      ...{ scoreScaled: 0.75, completion: 'completed', success: 'passed' },
    });
    expect(events.map(({ payload }) => payload)).to.deep.equal([
      { ...payload(), scoreScaled: 0.25, completion: 'incomplete', success: 'failed' },
      { ...payload(), scoreScaled: 0.75, completion: 'completed', success: 'passed' },
    ]);
    expect(acts.filter(({ type }) => type === 'attempt-finished')).to.have.lengthOf(1);
  });
  const payload = () => ({
    ...{ attemptId: events[0]?.subject, personId: seeded.personId, deckId: seeded.deckId },
    ...{ courseId: null, assignmentId },
  });

  for (const [scoreRule, after] of [
    ['best', [0.5, 1]],
    ['first', [0.5, 0.5]],
    ['last', [0, 1]],
  ] as const) {
    it(`study goes on after it was completed: ${scoreRule}`, async () => {
      await assign({ scoreRule }, 2);
      await study(answer(0), answer(1, 'again'));
      await study(answer(0, 'again'));
      expect((await score())?.scoreScaled).to.equal(after[0]);
      await study(answer(0), answer(1));
      expect((await score())?.scoreScaled).to.equal(after[1]);
    });
  }

  it('answers that change no score tell of none; nor does a repeated one', async () => {
    await assign();
    const first = answer(0);
    await study(first);
    await study(first);
    await study(answer(0));
    expect(events).to.have.lengthOf(1);
  });

  it('what passes may be changed: the next answer is judged by it, though the score is the same', async () => {
    await assign({ masteryScore: 0.25 }, 2);
    await study(answer(0), answer(1, 'again'));
    await tx((db) => updateAssignment(db, { id: assignmentId, changes: { masteryScore: 0.9 } }));
    await study(answer(0));
    const told = events.map(({ payload: p }) => 'success' in p && p.success);
    expect(told).to.deep.equal(['passed', 'failed']);
    const attempts = await tx((db) =>
      listAssignedAttempts(db, { assignmentId, personId: seeded.personId }),
    );
    expect(attempts.map(({ success }) => success)).to.deep.equal(['failed']);
  });

  it('answers without an assignment score nothing', async () => {
    await assign();
    const { personId } = seeded;
    await tx((db) => recordReviews(db, { personId, reviews: [answer(0)], sink }));
    expect(await score()).to.equal(undefined);
    expect(events).to.deep.equal([]);
  });

  it('of a part only the tagged prompts count, in study and in tests', async () => {
    await assign({ part: { tags: ['a'] } });
    const [first = '', second = ''] = seeded.promptIds;
    await tx((db) =>
      db.query(
        `update atom set tags = '{a,b}' where tenant_id = $1 and id in
           (select atom_id from prompt where tenant_id = $1 and id = any($2))`,
        [tenantId, [first, second]],
      ),
    );
    await study(answer(0));
    expect((await score())?.scoreScaled).to.equal(0.5);
    await study(answer(1));
    expect(await score()).to.include({ scoreScaled: 1, completion: 'completed' });
  });

  it('of tests the rule chooses, and each tells of its assignment', async () => {
    await assign({ mode: 'test', scoreRule: 'best' }, 2);
    for (const rights of [
      [true, false],
      [true, true],
      [false, false],
    ]) {
      const { personId, deckId, promptIds } = seeded;
      const id = uuidv7();
      await tx((db) =>
        startAttempt(db, {
          ...{ id, personId, deckId, assignmentId, mode: 'test', startedAt: new Date() },
        }),
      );
      const items = rights.map((correct, i) => ({
        ...{ id: uuidv7(), promptId: promptIds[i] ?? '', response: '', correct, latencyMs: 1 },
        answeredAt: new Date(),
      }));
      await tx((db) => recordAnswers(db, { attemptId: id, personId, items, sink }));
      const finishedAt = new Date();
      const end = { attemptId: id, personId, finishedAt, sink };
      await tx((db) => finishAttempt(db, end));
    }
    expect(await score()).to.include({ scoreScaled: 1, completion: 'completed' });
    expect(events.map(({ payload: p }) => 'assignmentId' in p && p.assignmentId)).to.deep.equal(
      Array(3).fill(assignmentId),
    );
  });
});
