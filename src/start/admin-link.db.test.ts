import { expect } from 'chai';
import { startTestHub, type TestHub } from '../api/test-hub.ts';

describe('a one-time admin link', () => {
  let hub: TestHub;
  let path: string;

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
  });
  after(() => hub.close());
  beforeEach(async () => {
    const { body } = await hub.request('POST', '/v1/admin-links');
    path = new URL((body as { url: string }).url).pathname;
  });

  const visit = (method: string, headers: Record<string, string> = {}) =>
    hub.request(method, path, { key: null, headers });
  const cookieOf = ({ headers }: { headers: Headers }) =>
    headers.get('Set-Cookie')?.split(';')[0] ?? '';

  it('is not spent by programs that look at it', async () => {
    for (let i = 0; i < 3; i += 1) {
      const looked = await visit('GET');
      expect([looked.status, looked.headers.get('Set-Cookie')]).to.deep.equal([200, null]);
    }
    expect((await visit('POST')).status).to.equal(302);
  });

  it('signs one browser in, and no other', async () => {
    const answers = await Promise.all([visit('POST'), visit('POST'), visit('POST')]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([302, 410, 410]);
    expect((await visit('POST')).status).to.equal(410);
  });

  it('gives a cookie that scripts and other sites cannot use', async () => {
    const answer = await visit('POST');
    expect(answer.headers.get('Set-Cookie'))
      .to.match(/httponly/i)
      .and.match(/samesite=strict/i);
    const headers = { Cookie: cookieOf(answer) };
    const start = await hub.request('GET', '/', { key: null, headers });
    expect(start.text).to.include('Your hub').and.include('Sign out');
  });

  it('leads to pages that act as the administrator, from this site only', async () => {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const headers = { ...form, Cookie: cookieOf(await visit('POST')), Origin: hub.url };
    const body = 'name=from+the+page&role=program_coordinator';
    const made = await hub.request('POST', '/start/keys', { key: null, headers, body });
    const key = /<pre>([^<]+)<\/pre>/.exec(made.text)?.[1] ?? '';
    expect((await hub.request('GET', '/v1/decks', { key })).status).to.equal(200);
    const foreign = { ...headers, Origin: 'https://evil.example' };
    const refused = await hub.request('POST', '/start/keys', { key: null, headers: foreign, body });
    expect(refused.status).to.equal(403);
  });
});
