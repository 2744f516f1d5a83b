import { expect } from 'chai';
import { accepted, openAu, playAu, post, propertyOf, startAu } from './lms/au.ts';
import { auXml } from './lms/course-package.ts';
import { type HubLms, startHubLms } from './lms/hub-lms.ts';

describe('cmi5 8.2: the token of a session', function () {
  this.timeout(60_000);
  let lms: HubLms;
  let who: { courseId: string; personId: string };

  before(async () => {
    lms = await startHubLms();
    who = await lms.enrol(auXml({ name: 'one' }));
  });
  after(() => lms.close());

  async function fetchUrl(): Promise<string> {
    const { url } = await lms.launch(who);
    return new URL(url).searchParams.get('fetch') ?? '';
  }

  it('8.2.1.0-2 (d), 8.2.1.0-3, 8.2.1.0-4, 8.2.2.0-1, 8.2.2.0-2, 8.2.2.0-3: is in the JSON that a POST to the fetch URL is answered with', async () => {
    const { status, headers, body } = await post(await fetchUrl());
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.match(/^application\/json/);
    expect(propertyOf(body, 'auth-token')).to.match(/^[A-Za-z0-9+/]+=*$/);
  });

  it('8.2.3.0-1, 8.2.3.0-1 (d), 8.2.3.2-1: is given once; then there is an error, still with 200', async () => {
    const url = await fetchUrl();
    await post(url);
    const { status, headers, body } = await post(url);
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.match(/^application\/json/);
    expect(body).not.to.have.property('auth-token');
    expect(body).to.have.property('error-code', '1');
  });

  it('8.2.3.2-1: of two at once one gets it, and addresses that were made up get nothing', async () => {
    const url = await fetchUrl();
    const answers = await Promise.all([post(url), post(url)]);
    expect(answers.filter(({ body }) => propertyOf(body, 'auth-token'))).to.have.length(1);
    for (const forged of [
      `${url}x`,
      url.replace(/~[^~]+$/, '~secret'),
      url.replace(/\/[^/]+$/, '/x'),
    ]) {
      const { status, body } = await post(forged);
      expect(status).to.equal(200);
      expect(body).to.have.property('error-code', '2');
    }
  });

  it('8.2.1: is not given to a GET', async () => {
    const url = await fetchUrl();
    expect((await fetch(url)).status).to.equal(405);
    expect(propertyOf((await post(url)).body, 'auth-token')).to.be.a('string');
  });

  it('is given to content of any origin', async () => {
    const url = await fetchUrl();
    const headers = { Origin: 'https://content.example', 'Access-Control-Request-Method': 'POST' };
    const asked = await fetch(url, { method: 'OPTIONS', headers });
    expect(asked.ok).to.equal(true);
    const response = await fetch(url, { method: 'POST', headers });
    expect(response.headers.get('access-control-allow-origin')).to.equal('https://content.example');
  });

  it('8.1.2.0-5 (d), 8.2.1.0-5 (d): without it the LRS answers 401', async () => {
    const au = await openAu(lms, who);
    for (const authorization of [null, 'Basic Zm9vOmJhcg==', `${au.authorization}AA`]) {
      expect((await au.ask('GET', au.state(), { authorization })).status).to.equal(401);
    }
    expect((await au.ask('GET', au.state())).status).to.equal(200);
  });

  it('8.1.2.0-2, 8.1.2.0-2 (d), 8.2.1.0-6, 8.2.1.0-6 (d), 9.3.8.0-3: is dead when the session is terminated', async () => {
    const au = await playAu(lms, who);
    for (const path of [au.state(), au.profile(), 'statements']) {
      expect((await au.ask('GET', path)).status, path).to.equal(403);
    }
    expect((await au.say(au.allowed())).status).to.equal(403);
  });

  it('8.1.2.0-2 (d), 9.3.6.0-2, 9.3.6.0-2 (d1), 9.3.6.0-2 (d2): is dead when the session is abandoned, fetched or not', async () => {
    const unfetched = await fetchUrl();
    const au = await startAu(lms, who);
    expect((await post(unfetched)).body).to.have.property('error-code', '1');
    await lms.launch(who);
    expect((await au.say(au.allowed())).status).to.equal(403);
    expect((await au.ask('GET', au.state())).status).to.equal(403);
  });

  it('is of one session: it tells and learns nothing of other learners', async () => {
    const other = await startAu(lms, { courseId: who.courseId, personId: await lms.person() });
    await accepted(other, other.defined('completed'));
    const au = await startAu(lms, who);
    const agent = JSON.stringify(other.actor);
    const query = new URLSearchParams({ agent });
    expect((await au.ask('GET', `statements?${query}`)).status).to.equal(403);
    expect((await au.ask('GET', `agents?${query}`)).status).to.equal(403);
    const { body } = await au.ask('GET', `statements?registration=${other.registration}`);
    expect(propertyOf(body, 'statements')).to.deep.equal([]);
    const [launched] = await lms.statements(other.registration);
    expect((await au.ask('GET', `statements?statementId=${launched?.id}`)).status).to.equal(404);
  });
});
