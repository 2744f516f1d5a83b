import { expect } from 'chai';
import { type Au, openAu, propertyOf } from './lms/au.ts';
import { auXml } from './lms/course-package.ts';
import { type HubLms, startHubLms } from './lms/hub-lms.ts';

const stranger = JSON.stringify({ mbox: 'mailto:other@example.com' });

describe('6.0.0.0-5: cmi5 10, 11, 12: documents of a session', function () {
  this.timeout(60_000);
  let lms: HubLms;
  let courseId: string;
  let au: Au;

  before(async () => {
    lms = await startHubLms();
    ({ courseId } = await lms.enrol(auXml({ name: 'one' })));
  });
  beforeEach(async () => {
    au = await openAu(lms, { courseId, personId: await lms.person('de-CH') });
  });
  after(() => lms.close());

  async function refused(asked: ReturnType<Au['ask']>, id: string): Promise<void> {
    const { status, body } = await asked;
    expect([status, propertyOf(body, 'requirement')]).to.deep.equal([403, `cmi5 ${id}`]);
  }
  const preferences = { languagePreference: 'en-US,fr-FR,fr-BE', audioPreference: 'on' };

  it('10.2.1.0-5, 10.2.1.0-5 (d): launch data can only be read', async () => {
    await refused(au.ask('PUT', au.state(), { body: {} }), '10.2.1.0-5 (d)');
    await refused(au.ask('POST', au.state(), { body: {} }), '10.2.1.0-5 (d)');
    await refused(au.ask('DELETE', au.state()), '10.2.1.0-5 (d)');
    const all = au.state().replace('stateId=LMS.LaunchData&', '');
    await refused(au.ask('DELETE', all), '10.2.1.0-5 (d)');
    expect((await au.ask('GET', au.state())).body).to.deep.equal(au.launchData);
  });

  it('an AU keeps state of its own', async () => {
    const path = au.state({ stateId: 'bookmark' });
    expect((await au.ask('PUT', path, { body: { page: 3 } })).status).to.equal(204);
    expect((await au.ask('GET', path)).body).to.deep.equal({ page: 3 });
    expect((await au.ask('DELETE', path)).status).to.equal(204);
    expect((await au.ask('GET', path)).status).to.equal(404);
  });

  it('8.1.3.0-3 (d): state of another agent', async () => {
    const path = au.state({ stateId: 'bookmark', agent: stranger });
    for (const method of ['GET', 'DELETE']) await refused(au.ask(method, path), '8.1.3.0-3 (d)');
    await refused(au.ask('PUT', path, { body: {} }), '8.1.3.0-3 (d)');
  });

  it('8.1.4.0-3, 8.1.4.0-3 (d): state of another registration', async () => {
    const path = au.state({ stateId: 'bookmark', registration: crypto.randomUUID() });
    await refused(au.ask('GET', path), '8.1.4.0-3 (d)');
    await refused(au.ask('PUT', path, { body: {} }), '8.1.4.0-3 (d)');
  });

  it('11.0.0.0-1, 11.0.0.0-1 (d): a profile of another agent', async () => {
    const path = au.profile({ agent: stranger });
    await refused(au.ask('GET', path), '11.0.0.0-1 (d)');
    await refused(au.ask('PUT', path, { body: preferences }), '11.0.0.0-1 (d)');
  });

  it('11.0.0.0-4: a profile of another name', async () => {
    await refused(au.ask('GET', au.profile({ profileId: 'other' })), '11.0.0.0-4');
  });

  it('11.0.0.0-3, 11.0.0.0-3 (d1), 11.0.0.0-3 (d2): initialized before the preferences were read', async () => {
    await refused(au.say(au.defined('initialized')), '11.0.0.0-3 (d2)');
    // Writing them is not reading them.
    const other = { body: { ...preferences }, headers: { 'If-Match': '"0"' } };
    await au.ask('PUT', au.profile(), other);
    await refused(au.say(au.defined('initialized')), '11.0.0.0-3 (d2)');
    await au.ask('GET', au.profile());
    expect((await au.say(au.defined('initialized'))).status).to.equal(200);
  });

  it("11.0.0.0-5, 11.1.0.0-1, 11.1.0.0-2: the learner's own language is the first preference", async () => {
    expect((await au.ask('GET', au.profile())).body).to.deep.equal({
      languagePreference: 'de-CH',
      audioPreference: 'on',
    });
  });

  it('11.0.0.0-5: what a learner prefers in one AU is told to the next', async () => {
    const { headers } = await au.ask('GET', au.profile());
    const ifMatch = { 'If-Match': headers.get('etag') ?? '' };
    const written = await au.ask('PUT', au.profile(), { body: preferences, headers: ifMatch });
    expect(written.status).to.equal(204);
    const next = await openAu(lms, { courseId, personId: au.actor.account?.name ?? '' });
    expect((await next.ask('GET', next.profile())).body).to.deep.equal(preferences);
  });

  for (const [id, what, body, contentType] of [
    ['11.0.0.0-5 (d)', 'no JSON', 'just some text', 'text/plain'],
    ['11.0.0.0-5 (d)', 'no object', '[]', 'application/json'],
    ['11.0.0.0-5 (d)', 'without a language', '{"audioPreference":"on"}', 'application/json'],
    ['11.0.0.0-5 (d)', 'without audio', '{"languagePreference":"en"}', 'application/json'],
    [
      '11.1.0.0-1 (d)',
      'with a sentence for languages',
      '{"languagePreference":"not comma separated","audioPreference":"on"}',
      'application/json',
    ],
    [
      '11.1.0.0-1 (d)',
      'with an empty language',
      '{"languagePreference":"","audioPreference":"on"}',
      'application/json',
    ],
    [
      '11.2.0.0-1',
      'with audio neither on nor off',
      '{"languagePreference":"en","audioPreference":"loud"}',
      'application/json',
    ],
  ] as const) {
    it(`${id}: preferences ${what}`, async () => {
      const { headers } = await au.ask('GET', au.profile());
      const sent = { 'Content-Type': contentType, 'If-Match': headers.get('etag') ?? '' };
      await refused(au.ask('PUT', au.profile(), { body, headers: sent }), id);
    });
  }

  it('11.0.0.0-2: preferences that do not say what they replace -> 403, which AUs take for no error', async () => {
    await refused(au.ask('PUT', au.profile(), { body: preferences }), '11.0');
  });

  it('12: an AU writes the profile of its own activity, and of no other', async () => {
    const path = (activityId: string) =>
      `activities/profile?${new URLSearchParams({ activityId, profileId: 'p' })}`;
    const options = { body: { a: 1 }, headers: { 'If-None-Match': '*' } };
    expect((await au.ask('PUT', path(au.activityId), options)).status).to.equal(204);
    expect((await au.ask('GET', path(au.activityId))).body).to.deep.equal({ a: 1 });
    expect((await au.ask('PUT', path('https://other.example/1'), options)).status).to.equal(403);
  });
});
