import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { startTestHub, type TestAnswer, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { createDispatchTokens } from './dispatch-token.ts';
import { LAUNCH_PATH } from './launch/launch-path.ts';

interface View {
  id: string;
  revision: 'latest' | number;
  seatsTaken: number;
  version: number;
}

interface Session {
  sessionToken: string;
  record: string;
  shellOrigin: string;
  learner: unknown;
  standing?: { scoreScaled: number; completion: string };
  content: { revision: string; items: { front: string }[] };
}

const LMS = 'https://lms.example.org';

describe('dispatches', function () {
  this.timeout(60_000);
  let hub: TestHub;
  let seed: Seed;
  before(async () => {
    hub = await startTestHub({ RATE_LIMIT_IP: '100000' });
    seed = createSeed(hub);
  });
  after(() => hub.close());

  async function dispatched(settings: object = {}) {
    const { deckId, promptId } = await seed.published();
    const made = await seed.call<View>('POST', '/v1/dispatches', { deckId, ...settings });
    const token = await createDispatchTokens(hub.hub).sign(hub.tenantId, made.id);
    return { ...made, deckId, promptId, token };
  }
  function launch(
    token: string,
    { learner = 'learner-1', mode = 'normal', origin = LMS as string | null } = {},
  ): Promise<TestAnswer> {
    return hub.request('POST', LAUNCH_PATH, {
      key: null,
      body: { dispatch: token, learner: { id: learner, name: 'Doe, Jo' }, mode },
      headers: origin === null ? {} : { Origin: origin },
    });
  }
  const codeOf = (answer: TestAnswer) => (answer.body as { code?: string }).code;
  async function open(answer: TestAnswer): Promise<Session> {
    expect(answer.status, answer.text).to.equal(200);
    const link = (answer.body as { url: string }).url.split('/').pop();
    const opened = await hub.request('POST', '/play/api/sessions', { key: null, body: { link } });
    expect(opened.status, opened.text).to.equal(200);
    return opened.body as Session;
  }
  async function play(session: Session, path: string, body: unknown): Promise<unknown> {
    const key = session.sessionToken;
    const answer = await hub.request('POST', `/play/api${path}`, { key, body });
    expect(answer.status, answer.text).to.equal(200);
    return answer.body;
  }
  const answered = (promptId: string, correct: boolean) => [
    {
      ...{ id: uuidv7(), promptId, response: 'a', correct, latencyMs: 10 },
      answeredAt: new Date().toISOString(),
    },
  ];
  async function test(session: Session, promptId: string, correct: boolean): Promise<void> {
    const id = uuidv7();
    await play(session, '/attempts', { id });
    await play(session, `/attempts/${id}/answers`, answered(promptId, correct));
    await play(session, `/attempts/${id}/finish`, { finishedAt: new Date().toISOString() });
  }

  it('the package carries what opens the player, and nothing of the deck', async () => {
    const { id } = await dispatched({ mode: 'test', masteryScore: 0.7 });
    for (const format of ['scorm12', 'scorm2004-3', 'scorm2004-4']) {
      const file = await fetch(new URL(`/v1/dispatches/${id}/file?format=${format}`, hub.url), {
        headers: { Authorization: `Bearer ${hub.key}` },
      });
      expect(file.status).to.equal(200);
      const zip = new AdmZip(Buffer.from(await file.arrayBuffer()));
      const page = zip.readAsText('index.html');
      const token = /data-dispatch="([^"]+)"/.exec(page)?.[1] ?? '';
      expect(page).to.include(LAUNCH_PATH).and.include('data-mastery="0.7"');
      await open(await launch(token));
      expect(zip.readAsText('imsmanifest.xml')).to.include('index.html');
    }
  });

  it('opens for a learner of the platform, whose page alone may frame the player', async () => {
    const { token, promptId } = await dispatched({ mode: 'test' });
    const answer = await launch(token);
    expect(answer.headers.get('Access-Control-Allow-Origin')).to.equal('*');
    const { url } = answer.body as { url: string };
    const page = await hub.request('GET', new URL(url).pathname, { key: null });
    expect(page.headers.get('Content-Security-Policy')).to.include(`frame-ancestors ${LMS}`);
    const session = await open(answer);
    expect(session).to.include({ record: 'facts', shellOrigin: LMS, learner: null });
    expect(session.content.items).to.have.length(1);
    await test(session, promptId, true);
  });

  it('browsers of any origin may ask', async () => {
    const asked = await hub.request('OPTIONS', LAUNCH_PATH, {
      key: null,
      headers: { Origin: LMS, 'Access-Control-Request-Method': 'POST' },
    });
    expect(asked.status).to.equal(204);
    expect(asked.headers.get('Access-Control-Allow-Origin')).to.equal('*');
    expect(asked.headers.get('Access-Control-Allow-Headers')).to.equal('content-type');
  });

  it('the same learner of a platform is the same person, of another one somebody else', async () => {
    const { id, token } = await dispatched();
    await open(await launch(token));
    await open(await launch(token));
    await open(await launch(token, { origin: 'https://other.example.org' }));
    const { data } = await seed.call<{ data: { host: string; launches: number }[] }>(
      'GET',
      `/v1/dispatches/${id}/learners`,
    );
    expect(data.map(({ host, launches }) => ({ host, launches }))).to.deep.equal([
      { host: 'lms.example.org', launches: 2 },
      { host: 'other.example.org', launches: 1 },
    ]);
  });

  it('browsing and reviewing leave no trace and take no seat', async () => {
    const { id, token } = await dispatched({ seats: 1 });
    for (const mode of ['browse', 'review']) {
      const session = await open(await launch(token, { mode }));
      expect(session.record).to.equal('nothing');
      expect(session.content.items).to.have.length(1);
    }
    expect((await seed.call<View>('GET', `/v1/dispatches/${id}`)).seatsTaken).to.equal(0);
  });

  describe('refuses', () => {
    it('a token that it has not signed, also one of another purpose', async () => {
      const { token } = await dispatched();
      const person = await seed.person();
      const { deckId } = await seed.published();
      const link = await seed.call<{ url: string }>('POST', '/v1/play-links', {
        ...{ personId: person, deckId, mode: 'study' },
      });
      const foreign = link.url.split('/').pop() ?? '';
      for (const broken of [`${token}x`, token.replace(/^[^~]+/, uuidv7()), foreign, 'x']) {
        expect(codeOf(await launch(broken)), broken).to.equal('dispatch_unknown');
      }
    });

    it('after its end, and from then on', async () => {
      const { id, token } = await dispatched({ expiresAt: '2026-01-01T00:00:00Z' });
      expect(codeOf(await launch(token))).to.equal('dispatch_expired');
      await seed.call('PATCH', `/v1/dispatches/${id}`, { expiresAt: null });
      await open(await launch(token));
    });

    it('while it is switched off', async () => {
      const { id, token } = await dispatched();
      await seed.call('PATCH', `/v1/dispatches/${id}`, { isEnabled: false });
      expect(codeOf(await launch(token))).to.equal('dispatch_disabled');
      await seed.call('PATCH', `/v1/dispatches/${id}`, { isEnabled: true });
      await open(await launch(token));
    });

    it('once its deck is archived', async () => {
      const { deckId, token } = await dispatched();
      await seed.call('PATCH', `/v1/decks/${deckId}`, { archived: true });
      expect(codeOf(await launch(token))).to.equal('dispatch_disabled');
    });

    it('other hosts than those allowed, and pages without an origin', async () => {
      const { token } = await dispatched({ allowedHosts: ['*.Example.org'] });
      await open(await launch(token));
      for (const origin of ['https://example.org', 'https://evil.example', 'null', null]) {
        expect(codeOf(await launch(token, { origin })), String(origin)).to.equal(
          'host_not_allowed',
        );
      }
      const { token: open2 } = await dispatched();
      expect(codeOf(await launch(open2, { origin: 'null' }))).to.equal('host_not_allowed');
    });

    it('more learners than there are seats, however many come at once; who has one comes back', async () => {
      const { id, token } = await dispatched({ seats: 3 });
      const learners = Array.from({ length: 10 }, (_, i) => ({ learner: `at-once-${i}` }));
      const answers = await Promise.all(learners.map((learner) => launch(token, learner)));
      const outcomes = answers.map((answer) => codeOf(answer) ?? 'opened');
      expect(outcomes.filter((outcome) => outcome === 'opened')).to.have.length(3);
      expect(new Set(outcomes)).to.deep.equal(new Set(['opened', 'seats_taken']));
      const seated = learners[outcomes.indexOf('opened')];
      await open(await launch(token, seated));
      await seed.call('PATCH', `/v1/dispatches/${id}`, { seats: 4 });
      await open(await launch(token, learners[outcomes.indexOf('seats_taken')]));
    });

    it('a person who was deactivated', async () => {
      const { id, token } = await dispatched();
      await open(await launch(token, { learner: 'leaver' }));
      const { data } = await seed.call<{ data: { personId: string }[] }>(
        'GET',
        `/v1/dispatches/${id}/learners`,
      );
      await seed.call('PATCH', `/v1/people/${data[0]?.personId}`, { active: false });
      expect(codeOf(await launch(token, { learner: 'leaver' }))).to.equal('person_inactive');
    });

    it('a body that is no launch', async () => {
      for (const body of [{}, { dispatch: 'x', learner: { id: '', name: '' }, mode: 'normal' }]) {
        const answer = await hub.request('POST', LAUNCH_PATH, { key: null, body });
        expect(answer.status).to.equal(422);
      }
    });
  });

  it('one learner who opens it twice at once takes one seat', async () => {
    const { id, token } = await dispatched({ seats: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => launch(token, { learner: 'twice' })));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    expect((await seed.call<View>('GET', `/v1/dispatches/${id}`)).seatsTaken).to.equal(1);
  });

  describe('revision', () => {
    async function republished(deckId: string): Promise<void> {
      await seed.atom(deckId);
      await seed.call('POST', `/v1/decks/${deckId}/publish`);
    }

    it('latest: what is published next is what learners get next', async () => {
      const { deckId, token } = await dispatched({ mode: 'test' });
      await republished(deckId);
      expect((await open(await launch(token))).content.items).to.have.length(2);
    });

    it('pinned: stays in tests, and scores by it, until it is moved', async () => {
      const { id, deckId, promptId, token } = await dispatched({ mode: 'test', revision: 1 });
      await republished(deckId);
      const session = await open(await launch(token));
      expect(session.content.items).to.have.length(1);
      await test(session, promptId, true);
      const report = () => seed.call<{ meanScore: number }>('GET', `/v1/dispatches/${id}/report`);
      expect(await report()).to.include({ meanScore: 1, completed: 1 });
      const moved = await seed.call<View>('PATCH', `/v1/dispatches/${id}`, { revision: 'latest' });
      expect(moved.revision).to.equal('latest');
      expect((await open(await launch(token))).content.items).to.have.length(2);
    });

    it('pinned: stays in study, whose score is told to the shell', async () => {
      const { deckId, promptId, token } = await dispatched({ revision: 1, masteryScore: 0.5 });
      await republished(deckId);
      const session = await open(await launch(token));
      const key = session.sessionToken;
      const queue = await hub.request('GET', '/play/api/queue?limit=10', { key });
      const { items, counts } = queue.body as { items: { item: { id: string } }[]; counts: object };
      expect(items.map(({ item }) => item.id)).to.deep.equal([promptId]);
      expect(counts).to.include({ new: 1 });
      const answer = await play(session, '/reviews', [seed.reviewOf(promptId)]);
      const standing = { scoreScaled: 1, completion: 'completed', success: 'passed' };
      expect(answer).to.have.deep.property('standing', standing);
      expect((await open(await launch(token))).standing).to.deep.equal(standing);
    });

    it('that the deck does not have is refused', async () => {
      const { deckId } = await seed.published();
      const answer = await hub.request('POST', '/v1/dispatches', { body: { deckId, revision: 9 } });
      expect(answer.status).to.equal(409);
    });
  });

  it('the report counts each learner once, by their best, for each platform', async () => {
    const settings = { mode: 'test', masteryScore: 0.8, seats: 10 };
    const { id, token, promptId } = await dispatched(settings);
    const other = 'https://other.example.org';
    for (const [learner, origin, ...results] of [
      ['a', LMS, false, true],
      ['b', LMS, false],
      ['c', LMS],
      ['a', other, true],
    ] as const) {
      const session = await open(await launch(token, { learner, origin }));
      for (const correct of results) await test(session, promptId, correct);
    }
    const report = await seed.call<{ destinations: object[] }>(
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

  it('a change made meanwhile is noticed', async () => {
    const { id } = await dispatched();
    await seed.call('PATCH', `/v1/dispatches/${id}`, { name: 'Acme' });
    const stale = await hub.request('PATCH', `/v1/dispatches/${id}`, {
      body: { name: 'Other' },
      headers: { 'If-Match': '"1"' },
    });
    expect(stale.status).to.equal(412);
  });
});
