import { checkStatement } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';

interface Told {
  version?: string;
  id: string;
  verb: { id: string };
  object: { id: string };
  result: { success?: boolean; duration?: string; extensions?: Record<string, unknown> };
  context?: { contextActivities?: { parent: { id: string }[] } };
}

describe('statements about study', () => {
  let hub: TestHub;
  let seed: Seed;
  let authorization: string;

  before(async () => {
    hub = await startTestHub();
    seed = createSeed(hub);
    const { key, secret } = await seed.call<{ key: string; secret: string }>(
      'POST',
      '/v1/lrs-credentials',
      { name: 'Reader', scopes: ['all/read'] },
    );
    authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  });
  after(() => hub.close());

  /** Statements of somebody, newest first. */
  async function toldOf(personId: string): Promise<Told[]> {
    const homePage = hub.hub.config.publicUrl;
    const agent = JSON.stringify({ account: { homePage, name: personId } });
    const answer = await hub.request('GET', `/xapi/statements?agent=${encodeURIComponent(agent)}`, {
      key: null,
      headers: { Authorization: authorization, 'X-Experience-API-Version': '2.0.0' },
    });
    expect(answer.status, answer.text).to.equal(200);
    return (answer.body as { statements: Told[] }).statements;
  }

  it('are one for each review: of the prompt, within its deck, valid in both versions', async () => {
    const { personId, deckId, promptId, reviewId } = await seed.reviewed();
    const [told, ...others] = await toldOf(personId);
    expect(others).to.deep.equal([]);
    expect(told?.id).to.equal(reviewId);
    expect(told?.verb.id).to.equal('http://adlnet.gov/expapi/verbs/answered');
    expect(told?.object.id).to.match(new RegExp(`/prompts/${promptId}$`));
    expect(told?.result).to.include({ success: true, duration: 'PT1.20S' });
    expect(told?.context?.contextActivities?.parent[0]?.id).to.match(
      new RegExp(`/decks/${deckId}$`),
    );
    for (const version of ['1.0.3', '2.0.0'] as const) {
      const { version: _, ...statement } = told ?? { version: '' };
      expect(() => checkStatement(statement, version)).not.to.throw();
    }
  });

  it('come once, whatever is sent again', async () => {
    const [personId, { promptId }] = [await seed.person(), await seed.published()];
    const review = seed.reviewOf(promptId);
    for (let n = 0; n < 2; n += 1)
      await seed.call('POST', `/v1/people/${personId}/reviews`, review);
    expect(await toldOf(personId)).to.have.length(1);
  });

  it('are one for a session with its counts, where the tenant wants that', async () => {
    await seed.call('PATCH', '/v1/settings', { studyStatements: 'session' });
    const [personId, { promptId, deckId }] = [await seed.person(), await seed.published()];
    for (const rating of ['again', 'good', 'good']) {
      const review = { ...seed.reviewOf(promptId), rating };
      await seed.call('POST', `/v1/people/${personId}/reviews`, review);
    }
    await endSessions();
    expect(await toldOf(personId), 'while it goes on').to.deep.equal([]);
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      db.query(
        `update study_session set touched_at = now() - interval '1 hour'
                where tenant_id = $1`,
        [hub.tenantId],
      ),
    );
    await endSessions();
    await endSessions();
    const [told, ...others] = await toldOf(personId);
    expect(others).to.deep.equal([]);
    expect(told?.object.id).to.match(new RegExp(`/decks/${deckId}$`));
    expect(told?.result.duration).to.equal('PT3.60S');
    const [summary] = Object.values(told?.result.extensions ?? {});
    expect(summary).to.include({ reviews: 3, again: 1, hard: 0, good: 2, easy: 0 });
    await seed.call('PATCH', '/v1/settings', { studyStatements: 'review' });
  });

  async function endSessions(): Promise<void> {
    const { database } = hub.hub;
    const { id } = await database.tenant(hub.tenantId, (db) =>
      enqueue(db, { kind: 'study-sessions.end', payload: {} }),
    );
    for (;;) {
      const { state } = await seed.call<{ state: string }>('GET', `/v1/jobs/${id}`);
      if (state === 'succeeded') return;
      expect(state).to.be.oneOf(['queued', 'running']);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
});
