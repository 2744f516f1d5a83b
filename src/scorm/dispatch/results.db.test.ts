import { expect } from 'chai';
import { type DispatchBody, LMS, openDispatches } from './test-dispatches.ts';

describe('results of dispatches', function () {
  this.timeout(60_000);
  let on: Awaited<ReturnType<typeof openDispatches>>;
  before(async () => {
    on = await openDispatches();
  });
  after(() => on.hub.close());

  describe('revision', () => {
    async function republished(deckId: string): Promise<void> {
      await on.seed.atom(deckId);
      await on.seed.call('POST', `/v1/decks/${deckId}/publish`);
    }

    it('latest: what is published next is what learners get next', async () => {
      const { deckId, token } = await on.dispatched({ mode: 'test' });
      await republished(deckId);
      expect((await on.open(await on.launch(token))).content.items).to.have.length(2);
    });

    it('pinned: stays in tests, and scores by it, until it is moved', async () => {
      const { id, deckId, promptId, token } = await on.dispatched({ mode: 'test', revision: 1 });
      await republished(deckId);
      const session = await on.open(await on.launch(token));
      expect(session.content.items).to.have.length(1);
      await on.answerTest(session, promptId, true);
      const report = () =>
        on.seed.call<{ meanScore: number }>('GET', `/v1/dispatches/${id}/report`);
      expect(await report()).to.include({ meanScore: 1, completed: 1 });
      const moved = await on.seed.call<DispatchBody>('PATCH', `/v1/dispatches/${id}`, {
        revision: 'latest',
      });
      expect(moved.revision).to.equal('latest');
      expect((await on.open(await on.launch(token))).content.items).to.have.length(2);
    });

    it('pinned: stays in study, whose score is told to the shell', async () => {
      const { deckId, promptId, token } = await on.dispatched({ revision: 1, masteryScore: 0.5 });
      await republished(deckId);
      const session = await on.open(await on.launch(token));
      const key = session.sessionToken;
      const queue = await on.hub.request('GET', '/play/api/queue?limit=10', { key });
      const { items, counts } = queue.body as { items: { item: { id: string } }[]; counts: object };
      expect(items.map(({ item }) => item.id)).to.deep.equal([promptId]);
      expect(counts).to.include({ new: 1 });
      const answer = await on.play(session, '/reviews', [on.seed.reviewOf(promptId)]);
      const standing = { scoreScaled: 1, completion: 'completed', success: 'passed' };
      expect(answer).to.have.deep.property('standing', standing);
      expect((await on.open(await on.launch(token))).standing).to.deep.equal(standing);
    });

    it('that the deck does not have is refused', async () => {
      const { deckId } = await on.seed.published();
      const answer = await on.hub.request('POST', '/v1/dispatches', {
        body: { deckId, revision: 9 },
      });
      expect(answer.status).to.equal(409);
    });
  });

  it('the report counts each learner once, by their best, for each platform', async () => {
    const settings = { mode: 'test', masteryScore: 0.8, seats: 10 };
    const { id, token, promptId } = await on.dispatched(settings);
    const other = 'https://other.example.org';
    for (const [learner, origin, ...results] of [
      ['a', LMS, false, true],
      ['b', LMS, false],
      ['c', LMS],
      ['a', other, true],
    ] as const) {
      const session = await on.open(await on.launch(token, { learner, origin }));
      for (const correct of results) await on.answerTest(session, promptId, correct);
    }
    const report = await on.seed.call<{ destinations: object[] }>(
      'GET',
      `/v1/dispatches/${id}/report`,
    );
    expect(report).to.include({
      ...{ seats: 10, learners: 4, launches: 4, completed: 3, passed: 2, failed: 1 },
    });
    expect(report.destinations[0]).to.include({
      ...{ host: 'lms.example.org', learners: 3, passed: 1, failed: 1, meanScore: 0.5 },
    });
    expect(report.destinations[1]).to.include({ host: 'other.example.org', passed: 1 });
  });
});
