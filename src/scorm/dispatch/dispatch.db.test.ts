import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { LAUNCH_PATH } from './launch/launch-path.ts';
import { type DispatchBody, LMS, openDispatches } from './test-dispatches.ts';

describe('dispatches', function () {
  this.timeout(60_000);
  let on: Awaited<ReturnType<typeof openDispatches>>;
  before(async () => {
    on = await openDispatches();
  });
  after(() => on.hub.close());

  it('the package carries what opens the player, and nothing of the deck', async () => {
    const { id } = await on.dispatched({ mode: 'test', masteryScore: 0.7 });
    for (const format of ['scorm12', 'scorm2004-3', 'scorm2004-4']) {
      const file = await fetch(new URL(`/v1/dispatches/${id}/file?format=${format}`, on.hub.url), {
        headers: { Authorization: `Bearer ${on.hub.key}` },
      });
      expect(file.status).to.equal(200);
      const zip = new AdmZip(Buffer.from(await file.arrayBuffer()));
      const page = zip.readAsText('index.html');
      const token = /data-dispatch="([^"]+)"/.exec(page)?.[1] ?? '';
      expect(page).to.include(LAUNCH_PATH).and.include('data-mastery="0.7"');
      await on.open(await on.launch(token));
      expect(zip.readAsText('imsmanifest.xml')).to.include('index.html');
    }
  });

  it('opens for a learner of the platform, whose page alone may frame the player', async () => {
    const { token, promptId } = await on.dispatched({ mode: 'test' });
    const answer = await on.launch(token);
    expect(answer.headers.get('Access-Control-Allow-Origin')).to.equal('*');
    const { url } = answer.body as { url: string };
    const page = await on.hub.request('GET', new URL(url).pathname, { key: null });
    expect(page.headers.get('Content-Security-Policy')).to.include(`frame-ancestors ${LMS}`);
    const session = await on.open(answer);
    expect(session).to.include({ record: 'facts', shellOrigin: LMS, learner: null });
    expect(session.content.items).to.have.length(1);
    await on.answerTest(session, promptId, true);
  });

  it('browsers of any origin may ask', async () => {
    const asked = await on.hub.request('OPTIONS', LAUNCH_PATH, {
      key: null,
      headers: { Origin: LMS, 'Access-Control-Request-Method': 'POST' },
    });
    expect(asked.status).to.equal(204);
    expect(asked.headers.get('Access-Control-Allow-Origin')).to.equal('*');
    expect(asked.headers.get('Access-Control-Allow-Headers')).to.equal('content-type');
  });

  it('the same learner of a platform is the same person, of another one somebody else', async () => {
    const { id, token } = await on.dispatched();
    await on.open(await on.launch(token));
    await on.open(await on.launch(token));
    await on.open(await on.launch(token, { origin: 'https://other.example.org' }));
    const { data } = await on.seed.call<{ data: { host: string; launches: number }[] }>(
      'GET',
      `/v1/dispatches/${id}/learners`,
    );
    expect(data.map(({ host, launches }) => ({ host, launches }))).to.deep.equal([
      { host: 'lms.example.org', launches: 2 },
      { host: 'other.example.org', launches: 1 },
    ]);
  });

  it('browsing and reviewing leave no trace and take no seat', async () => {
    const { id, token } = await on.dispatched({ seats: 1 });
    for (const mode of ['browse', 'review']) {
      const session = await on.open(await on.launch(token, { mode }));
      expect(session.record).to.equal('nothing');
      expect(session.content.items).to.have.length(1);
    }
    expect((await on.seed.call<DispatchBody>('GET', `/v1/dispatches/${id}`)).seatsTaken).to.equal(
      0,
    );
  });

  describe('refuses', () => {
    it('a token that it has not signed, also one of another purpose', async () => {
      const { token } = await on.dispatched();
      const person = await on.seed.person();
      const { deckId } = await on.seed.published();
      const link = await on.seed.call<{ url: string }>('POST', '/v1/play-links', {
        ...{ personId: person, deckId, mode: 'study' },
      });
      const foreign = link.url.split('/').pop() ?? '';
      for (const broken of [`${token}x`, token.replace(/^[^~]+/, uuidv7()), foreign, 'x']) {
        expect(on.codeOf(await on.launch(broken)), broken).to.equal('dispatch_unknown');
      }
    });

    it('after its end, and from then on', async () => {
      const { id, token } = await on.dispatched({ expiresAt: '2026-01-01T00:00:00Z' });
      expect(on.codeOf(await on.launch(token))).to.equal('dispatch_expired');
      await on.seed.call('PATCH', `/v1/dispatches/${id}`, { expiresAt: null });
      await on.open(await on.launch(token));
    });

    it('while it is switched off', async () => {
      const { id, token } = await on.dispatched();
      await on.seed.call('PATCH', `/v1/dispatches/${id}`, { isEnabled: false });
      expect(on.codeOf(await on.launch(token))).to.equal('dispatch_disabled');
      await on.seed.call('PATCH', `/v1/dispatches/${id}`, { isEnabled: true });
      await on.open(await on.launch(token));
    });

    it('once its deck is archived', async () => {
      const { deckId, token } = await on.dispatched();
      await on.seed.call('PATCH', `/v1/decks/${deckId}`, { archived: true });
      expect(on.codeOf(await on.launch(token))).to.equal('dispatch_disabled');
    });

    it('other hosts than those allowed, and pages without an origin', async () => {
      const { token } = await on.dispatched({ allowedHosts: ['*.Example.org'] });
      await on.open(await on.launch(token));
      for (const origin of ['https://example.org', 'https://evil.example', 'null', null]) {
        expect(on.codeOf(await on.launch(token, { origin })), String(origin)).to.equal(
          'host_not_allowed',
        );
      }
      const { token: open2 } = await on.dispatched();
      expect(on.codeOf(await on.launch(open2, { origin: 'null' }))).to.equal('host_not_allowed');
    });

    it('more learners than there are seats, however many come at once; who has one comes back', async () => {
      const { id, token } = await on.dispatched({ seats: 3 });
      const learners = Array.from({ length: 10 }, (_, i) => ({ learner: `at-once-${i}` }));
      const answers = await Promise.all(learners.map((learner) => on.launch(token, learner)));
      const outcomes = answers.map((answer) => on.codeOf(answer) ?? 'opened');
      expect(outcomes.filter((outcome) => outcome === 'opened')).to.have.length(3);
      expect(new Set(outcomes)).to.deep.equal(new Set(['opened', 'seats_taken']));
      const seated = learners[outcomes.indexOf('opened')];
      await on.open(await on.launch(token, seated));
      await on.seed.call('PATCH', `/v1/dispatches/${id}`, { seats: 4 });
      await on.open(await on.launch(token, learners[outcomes.indexOf('seats_taken')]));
    });

    it('a person who was deactivated', async () => {
      const { id, token } = await on.dispatched();
      await on.open(await on.launch(token, { learner: 'leaver' }));
      const { data } = await on.seed.call<{ data: { personId: string }[] }>(
        'GET',
        `/v1/dispatches/${id}/learners`,
      );
      await on.seed.call('PATCH', `/v1/people/${data[0]?.personId}`, { active: false });
      expect(on.codeOf(await on.launch(token, { learner: 'leaver' }))).to.equal('person_inactive');
    });

    it('a body that is no launch', async () => {
      for (const body of [{}, { dispatch: 'x', learner: { id: '', name: '' }, mode: 'normal' }]) {
        const answer = await on.hub.request('POST', LAUNCH_PATH, { key: null, body });
        expect(answer.status).to.equal(422);
      }
    });
  });

  it('one learner who opens it twice at once takes one seat', async () => {
    const { id, token } = await on.dispatched({ seats: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => on.launch(token, { learner: 'twice' })));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    expect((await on.seed.call<DispatchBody>('GET', `/v1/dispatches/${id}`)).seatsTaken).to.equal(
      1,
    );
  });

  it('a change made meanwhile is noticed', async () => {
    const { id } = await on.dispatched();
    await on.seed.call('PATCH', `/v1/dispatches/${id}`, { name: 'Acme' });
    const stale = await on.hub.request('PATCH', `/v1/dispatches/${id}`, {
      body: { name: 'Other' },
      headers: { 'If-Match': '"1"' },
    });
    expect(stale.status).to.equal(412);
  });
});
