import { expect } from 'chai';
import { startTestHub, type TestAnswer, type TestHub } from '../../api/test-hub.ts';
import { createSeed } from '../../api/test-seed.ts';
import { insertIdentity } from '../../core/people/identity.store.ts';
import { createAssignment } from '../../core/study/assignments.ts';
import { finishAttempt, recordAnswers, startAttempt } from '../../core/study/attempts.ts';
import { recordReviews } from '../../core/study/record-reviews.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { claimNames } from '../claims.ts';
import { profileOf } from '../profiles/effective-profile.ts';
import { landInReview } from './land-in-review.ts';

describe('submission review', function () {
  this.timeout(20_000);
  let hub: TestHub;
  let registrationId: string;
  let personId: string;
  let deckId: string;
  let promptId: string;
  const sink = { write: async () => undefined };

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
    const seed = createSeed(hub);
    registrationId = await seed.lti.registration();
    ({ deckId, promptId } = await seed.published());
    personId = await seed.person();
    const key = { source: 'lti', issuer: registrationId, subject: 'student-1' } as const;
    await tx((db) => insertIdentity(db, { ...key, personId }));
  });
  after(() => hub.close());

  const tx = <T>(work: (db: TenantDb) => Promise<T>) => hub.hub.database.tenant(hub.tenantId, work);
  const assign = (mode: 'study' | 'test') =>
    tx(async (db) => {
      const made = await createAssignment(db, { deckId, mode, title: 'Week 1', scoreMaximum: 20 });
      return made.id;
    });
  async function land(
    assignmentId: string,
    {
      membership = 'instructor',
      subject = 'student-1',
      locale = 'en',
    }: { membership?: 'instructor' | 'learner'; subject?: string; locale?: string } = {},
  ): Promise<string> {
    const found = await hub.hub.lti.platforms.byId(registrationId);
    if (!found) throw new Error('no registration');
    const { registration } = found;
    return tx((db) =>
      landInReview(db, {
        ...{ personId: undefined, assignment: { id: assignmentId } },
        launch: {
          platform: { registration, profile: profileOf('spec', {}) },
          roles: {
            ...{ membership, isAdministrator: false, isTestStudent: false },
            ...{ known: [], unknown: [] },
          },
          claims: {
            sub: membership === 'learner' ? 'student-1' : 'teacher',
            [claimNames.forUser]: { user_id: subject },
            [claimNames.launchPresentation]: { locale },
          },
        },
      }),
    );
  }
  const open = async (...asked: Parameters<typeof land>) =>
    hub.request('GET', await land(...asked), { key: null });
  async function takeTest(assignmentId: string, correct: boolean): Promise<string> {
    const [id, at] = [uuidv7(), new Date()];
    await tx(async (db) => {
      await startAttempt(db, { id, personId, deckId, assignmentId, mode: 'test', startedAt: at });
      const item = { promptId, response: 'x', correct, latencyMs: 5, answeredAt: at };
      const items = [{ ...item, id: uuidv7() }];
      await recordAnswers(db, { attemptId: id, personId, items, sink });
      const end = { attemptId: id, personId, finishedAt: at };
      await finishAttempt(db, { ...end, sink });
    });
    return id;
  }
  const comment = (fields: Record<string, string>) =>
    hub.request('POST', '/lti/review/comments', {
      key: null,
      body: String(new URLSearchParams(fields)),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
  const sessionIn = ({ text }: TestAnswer) =>
    /name="session" value="([^"]+)"/.exec(text)?.[1] ?? '';

  it('shows the attempts with their answers, and which one counts', async () => {
    const assignmentId = await assign('test');
    await takeTest(assignmentId, true);
    await takeTest(assignmentId, false);
    const { status, text, headers } = await open(assignmentId);
    expect(status, text).to.equal(200);
    expect(text).to.include('Week 1</h1>');
    expect(text).to.match(/Score: 100%\s*<bdi class="soft">\(20 of 20 points\)/);
    expect(text).to.include('The best attempt counts.');
    const [second, first] = text.split('<section').slice(1);
    expect(second).to.include('Attempt 2').and.include('Wrong').and.not.include('class="counts"');
    expect(first).to.include('Attempt 1').and.include('Right').and.include('class="counts"');
    expect(first).to.include('Capital of Peru?');
    expect(headers.get('Content-Security-Policy')).to.match(/frame-ancestors https:/);
  });

  it('shows what was studied by the last answers', async () => {
    const assignmentId = await assign('study');
    const review = { promptId, rating: 'again' as const, latencyMs: 1 };
    for (const minute of [2, 1]) {
      const reviewedAt = new Date(Date.now() - minute * 60_000);
      const reviews = [{ ...review, id: uuidv7(), reviewedAt }];
      await tx((db) => recordReviews(db, { personId, assignmentId, reviews, sink }));
    }
    const { text } = await open(assignmentId);
    expect(text).to.include('Study').and.include('Wrong').and.include('answered 2 times');
  });

  it('opens once', async () => {
    const location = await land(await assign('test'));
    expect((await hub.request('GET', location, { key: null })).status).to.equal(200);
    const again = await hub.request('GET', location, { key: null });
    expect(again.status).to.equal(400);
    expect(again.headers.get('Content-Security-Policy')).to.match(/frame-ancestors https:/);
  });

  it('a teacher’s comment is kept, and told with the score', async () => {
    const assignmentId = await assign('test');
    const attemptId = await takeTest(assignmentId, true);
    const session = sessionIn(await open(assignmentId));
    const told = async () =>
      (
        await tx((db) =>
          db.query(
            `select from outbox_event where tenant_id = $1 and subject = $2
               and type = 'attempt.scored'`,
            [hub.tenantId, attemptId],
          ),
        )
      ).count;
    const before = await told();
    const saved = await comment({ session, attempt: attemptId, comment: ' Well <done> ' });
    expect(saved.status, saved.text).to.equal(200);
    expect(saved.text).to.include('>Well &lt;done&gt;</textarea>').and.include('is saved');
    expect(await told()).to.equal(before + 1);
    const { text } = await open(assignmentId, { membership: 'learner' });
    expect(text).to.include('Well &lt;done&gt;').and.not.include('<form');
  });

  it('nobody comments on an attempt that the review does not show, nor learners at all', async () => {
    const [mine, other] = [await assign('test'), await assign('test')];
    await takeTest(mine, true);
    const elsewhere = await takeTest(other, true);
    const session = sessionIn(await open(mine));
    for (const attempt of [elsewhere, 'x', '']) {
      expect((await comment({ session, attempt, comment: 'x' })).status).to.equal(404);
    }
    expect((await comment({ session: 'x', attempt: elsewhere, comment: 'x' })).status).to.equal(
      400,
    );
  });

  it('learners see their own work only', async () => {
    const assignmentId = await assign('test');
    const asked = { membership: 'learner', subject: 'student-2' } as const;
    const error = await land(assignmentId, asked).catch((thrown) => thrown);
    expect(error).to.have.property('code', 'message_unsupported');
  });

  it('of somebody who was never here there is nothing to see, in the language of the course', async () => {
    const { text } = await open(await assign('test'), { subject: 'stranger', locale: 'ar' });
    expect(text).to.include('<html lang="ar" dir="rtl">').and.include('لا شيء لعرضه بعد');
  });
});
