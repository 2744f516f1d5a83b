import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { newToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { insertAccessToken } from '../../platform/tenancy/credentials.store.ts';

describe('the home of somebody who signed in', () => {
  let hub: TestHub;
  let seed: Seed;
  let personId: string;
  let Cookie: string;

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
    seed = createSeed(hub);
  });
  after(() => hub.close());
  beforeEach(async () => {
    personId = await seed.person();
    const { token, hash } = newToken();
    const expiresAt = new Date(Date.now() + 60_000);
    const row = { id: uuidv7(), purpose: 'learner_session', hash, role: 'user', personId } as const;
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      insertAccessToken(db, { ...row, expiresAt }),
    );
    Cookie = `hub_learner=${token}`;
  });

  const home = (headers: Record<string, string> = { Cookie }) =>
    hub.request('GET', '/play/home', { key: null, headers });
  const open = (fields: Record<string, string>) =>
    hub.request('POST', '/play/home/open', {
      key: null,
      headers: { Cookie, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  const assign = (deckId: string, to: Record<string, string>, mode = 'study') =>
    seed.call<{ id: string }>('POST', '/v1/assignments', {
      deckId,
      mode,
      title: 'Peru & <co>',
      ...to,
    });

  it('asks whoever is not signed in to sign in', async () => {
    for (const headers of [{}, { Cookie: 'hub_learner=nothing' }] as Record<string, string>[]) {
      const answer = await home(headers);
      expect(answer.status).to.equal(401);
      expect(answer.text).to.contain('href="/sso"');
    }
  });

  it('says that there is nothing yet', async () => {
    const { status, text } = await home();
    expect(status).to.equal(200);
    expect(text).to.contain('Hello, Ada').and.contain('Nothing to study yet');
  });

  it('opens an assignment in the player, as themselves', async () => {
    const { deckId } = await seed.published();
    const { id } = await assign(deckId, { personId });
    expect((await home()).text)
      .to.contain('Peru &amp; &lt;co&gt;')
      .and.contain(id);
    const answer = await open({ assignmentId: id });
    expect(answer.status).to.equal(303);
    const link = answer.headers.get('Location')?.split('/').at(-1);
    const session = await hub.request('POST', '/play/api/sessions', { key: null, body: { link } });
    expect(session.body).to.deep.include({ record: 'facts', mode: 'study' });
    expect((session.body as { learner: { id: string } }).learner.id).to.equal(personId);
    expect((session.body as { returnUrl: string }).returnUrl).to.match(/\/play\/home$/);
  });

  it('shows assignments of their groups, and decks that they have begun', async () => {
    const [{ deckId, promptId }, groupId] = [await seed.published(), await seed.group()];
    await seed.call('POST', `/v1/groups/${groupId}/members`, { personIds: [personId] });
    const { id } = await assign(deckId, { groupId }, 'test');
    const review = { id: uuidv7(), promptId, rating: 'again', latencyMs: 900 };
    await seed.call('POST', `/v1/people/${personId}/reviews`, {
      ...review,
      reviewedAt: new Date(Date.now() - 3_600_000).toISOString(),
    });
    const { text } = await home();
    expect(text).to.contain(id).and.contain('Test').and.contain('1 to review');
    expect((await open({ deckId })).status).to.equal(303);
  });

  it('opens nothing that is not theirs', async () => {
    const { deckId } = await seed.published();
    const { id } = await assign(deckId, { personId: await seed.person() });
    for (const fields of [{ assignmentId: id }, { deckId }, { assignmentId: 'x' }, {}]) {
      expect((await open(fields as Record<string, string>)).status).to.equal(404);
    }
  });

  it('is closed as soon as the person is deactivated', async () => {
    await seed.call('PATCH', `/v1/people/${personId}`, { active: false });
    expect((await home()).status).to.equal(401);
  });
});
