import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { launchSettings, startTestPlatform, type TestPlatform } from '../launch/test-platform.ts';

describe('a login that does not hold', () => {
  let hub: TestHub;
  let platform: TestPlatform;

  before(async () => {
    hub = await startTestHub(launchSettings);
    platform = await startTestPlatform(hub);
  });
  after(async () => {
    await platform.close();
    await hub.close();
  });

  const cases: [string, Record<string, string>, number, string][] = [
    ['of an unknown issuer', { iss: 'https://other.example' }, 400, 'registration_unknown'],
    ['of another client id', { client_id: 'other' }, 400, 'registration_unknown'],
    ['without a login hint', { login_hint: '' }, 400, 'login_invalid'],
    ['without a target', { target_link_uri: '' }, 400, 'login_invalid'],
    [
      'to another host',
      { target_link_uri: 'https://evil.example/lti/launch' },
      400,
      'target_foreign',
    ],
    [
      'to a host that begins like ours',
      { target_link_uri: 'https://hub.example.evil.example/lti/launch' },
      400,
      'target_foreign',
    ],
    ['with a NUL in its issuer', { iss: 'https://x\0.example' }, 400, 'login_invalid'],
    ['with a NUL in its client id', { client_id: 'a\0b' }, 400, 'login_invalid'],
    ['with a hint without measure', { login_hint: 'x'.repeat(9_000) }, 400, 'login_invalid'],
  ];
  for (const [what, fields, status, code] of cases) {
    it(`${what} is refused: ${code}`, async () => {
      const { answer } = await platform.login(fields);
      expect(answer.status).to.equal(status);
      expect(answer.text).to.contain(code);
      expect(answer.headers.get('Set-Cookie')).to.equal(null);
    });
  }

  it('that says something twice is refused', async () => {
    const { answer } = await platform.login();
    const once = new URL(answer.headers.get('Location') ?? '').searchParams;
    expect(once.get('client_id')).to.equal(platform.clientId);
    const query = new URLSearchParams([
      ...Object.entries({ iss: platform.issuer, login_hint: 'x', target_link_uri: 'x' }),
      ['iss', 'https://evil.example'],
    ]);
    const twice = await hub.request('GET', `/lti/login?${query}`, { key: null });
    expect(twice.status).to.equal(400);
    expect(twice.text).to.contain('login_invalid');
  });

  it('shows nothing as markup that came with it', async () => {
    const { answer } = await platform.login({
      iss: 'https://x.example/"><script>alert(1)</script>',
    });
    expect(answer.text).not.to.contain('<script>alert');
  });

  it('binds the browser by a cookie that frames may have, too', async () => {
    const { answer, cookie } = await platform.login();
    const set = answer.headers.get('Set-Cookie') ?? '';
    expect(set).to.match(
      /^__Host-lti-[0-9a-f]{12}=[\w-]{43}; Path=\/; Max-Age=600; Secure; HttpOnly; SameSite=None; Partitioned$/,
    );
    const name = cookie.split('=')[0];
    const probe = (headers: Record<string, string>) =>
      hub.request('GET', `/lti/probe?name=${name}`, { key: null, headers });
    expect((await probe({ Cookie: cookie })).body).to.deep.equal({ cookie: true });
    expect((await probe({})).body).to.deep.equal({ cookie: false });
  });

  it('shows a page inside a frame, which only the platform may frame', async () => {
    const { answer } = await platform.login(
      { lti_storage_target: '_parent' },
      { 'Sec-Fetch-Dest': 'iframe' },
    );
    expect(answer.status).to.equal(200);
    expect(answer.text).to.contain('data-storage-target="_parent"');
    expect(answer.text).to.contain('target="_blank"');
    expect(answer.headers.get('Content-Security-Policy')).to.contain(
      `frame-ancestors ${platform.issuer}`,
    );
  });
});
