import { expect } from 'chai';
import { startTestHub, type TestAnswer, type TestHub } from '../../api/test-hub.ts';
import { newCertifiedKey } from '../saml/keys/self-signed-certificate.ts';
import { codeOf, cookiesOf, ssoSettings } from '../saml/testing/test-idp.ts';
import { bindings, namespaces } from '../saml/xml/names.ts';

interface Link {
  id: string;
  url: string;
}

/** A browser in which a setup was begun. */
interface Visit {
  get(path: string): Promise<TestAnswer>;
  post(path: string, form?: Record<string, string>): Promise<TestAnswer>;
}

describe('a setup by somebody without an account', () => {
  let hub: TestHub;

  before(async () => {
    // Counts for itself: other tests come from the same address.
    hub = await startTestHub({ ...ssoSettings, RATE_LIMIT_IP: '100', REDIS_URL: '' });
  });
  after(() => hub.close());

  const newLink = async (given: object = {}, key = hub.key) => {
    const body = { name: 'North campus', ...given };
    const answer = await hub.request('POST', '/v1/sso/setup-links', { key, body });
    expect(answer.status, answer.text).to.equal(201);
    // Sound because the API documents it.
    return answer.body as Link;
  };
  const send = (method: string, path: string, { cookie = '', form = {} } = {}) =>
    hub.request(method, path, {
      ...{ key: null, body: new URLSearchParams(form).toString() },
      ...(method === 'GET' && { body: undefined }),
      headers: { Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded' },
    });
  const pathOf = ({ url }: Link) => new URL(url).pathname;
  async function begin(link: Link): Promise<Visit> {
    const opened = await send('POST', pathOf(link));
    expect(opened.status, opened.text).to.equal(303);
    const cookie = cookiesOf(opened);
    return {
      get: (path) => send('GET', path, { cookie }),
      post: (path, form) => send('POST', path, { cookie, form: form ?? {} }),
    };
  }
  const links = async (key = hub.key) =>
    (
      (await hub.request('GET', '/v1/sso/setup-links', { key })).body as {
        data: {
          id: string;
          ssoConnectionId: string | null;
          scimConnectionId: string | null;
          finishedAt: string | null;
        }[];
      }
    ).data;

  it('opens by a button once: a program that follows links uses nothing up', async () => {
    const link = await newLink();
    for (let n = 0; n < 2; n += 1) expect((await send('GET', pathOf(link))).status).to.equal(200);
    const opened = await send('POST', pathOf(link));
    expect(opened.status).to.equal(303);
    expect(opened.headers.getSetCookie()[0]).to.match(/HttpOnly; SameSite=Strict; Secure/);
    const again = await send('POST', pathOf(link));
    expect(codeOf(again)).to.equal('setup_unknown');
    expect(cookiesOf(again)).to.equal('');
  });

  it('opens for one of many that press at once', async () => {
    const link = await newLink();
    const all = Array.from({ length: 8 }, () => send('POST', pathOf(link)));
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).to.have.length(1);
  });

  it('is nothing without the cookie, by another one, or once it is withdrawn', async () => {
    for (const cookie of ['', 'hub_setup=guess', 'hub_session=guess']) {
      expect((await send('GET', '/sso/setup', { cookie })).status).to.equal(410);
      expect((await send('POST', '/sso/setup/scim', { cookie })).status).to.equal(410);
    }
    const link = await newLink();
    const visit = await begin(link);
    expect((await visit.get('/sso/setup')).status).to.equal(200);
    await hub.request('DELETE', `/v1/sso/setup-links/${link.id}`);
    expect((await visit.get('/sso/setup')).status).to.equal(410);
    const unused = await newLink();
    await hub.request('DELETE', `/v1/sso/setup-links/${unused.id}`);
    expect(codeOf(await send('POST', pathOf(unused)))).to.equal('setup_unknown');
  });

  it('leads on only from step to step', async () => {
    const visit = await begin(await newLink());
    for (const path of ['/sso/setup/sso', '/sso/setup/scim']) {
      expect((await visit.get(path)).status, path).to.equal(410);
    }
    await visit.post('/sso/setup/idp', { idp: '__proto__' });
    expect((await visit.get('/sso/setup/sso')).status).to.equal(410);
    await visit.post('/sso/setup/idp', { idp: 'okta' });
    expect((await visit.get('/sso/setup/sso')).text).to.contain('Single sign-on with Okta');
    for (const path of ['/sso/setup/sso/enable', '/sso/setup/scim/token']) {
      expect((await visit.post(path)).status, path).to.equal(410);
    }
  });

  it('connects a provider, which stays off until the last step', async () => {
    const link = await newLink({ idp: 'entra' });
    const visit = await begin(link);
    await visit.post('/sso/setup/sso', { kind: 'saml' });
    const [made] = await links();
    const connection = async () =>
      (await hub.request('GET', `/v1/sso/connections/${made?.ssoConnectionId}`)).body;
    expect(await connection()).to.include({ enabled: false, profile: 'entra' });
    const wrong = await visit.post('/sso/setup/sso/provider', { metadata: '<x/>' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.contain('role="alert"');
    const { certificate } = await newCertifiedKey({ name: 'idp', years: 1 });
    const base64 = certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    const metadata = `<EntityDescriptor xmlns="${namespaces.metadata}" xmlns:k="${namespaces.signature}" entityID="https://idp.example"><IDPSSODescriptor protocolSupportEnumeration="${namespaces.protocol}"><KeyDescriptor><k:KeyInfo><k:X509Data><k:X509Certificate>${base64}</k:X509Certificate></k:X509Data></k:KeyInfo></KeyDescriptor><SingleSignOnService Binding="${bindings.redirect}" Location="https://idp.example/sso"/></IDPSSODescriptor></EntityDescriptor>`;
    const kept = await visit.post('/sso/setup/sso/provider', { metadata });
    expect(kept.status, kept.text).to.equal(303);
    expect(await connection()).to.include({ enabled: false });
    await visit.post('/sso/setup/sso/enable');
    expect(await connection()).to.include({ enabled: true });
    await visit.post('/sso/setup/sso/restart');
    expect(await connection()).to.include({ status: 404 });
    await visit.post('/sso/setup/finish');
    expect((await visit.get('/sso/setup')).status).to.equal(410);
    expect((await links())[0]?.finishedAt).to.be.a('string');
  });

  it('shows a token once, and what came by it', async () => {
    const visit = await begin(await newLink({ idp: 'okta' }));
    const page = await visit.post('/sso/setup/scim');
    const token = /<code>(cws_\w+)<\/code>/.exec(page.text)?.[1] ?? '';
    expect((await visit.get('/sso/setup/scim')).text).not.to.contain(token);
    expect((await visit.post('/sso/setup/scim')).status, 'not a second one').to.equal(303);
    expect((await visit.get('/sso/setup')).text).to.contain('>begun<');
    const query = 'filter=userName%20eq%20%22%3Cb%3E%22';
    const found = await hub.request('GET', `/scim/v2/Users?${query}`, { key: token });
    expect(found.status).to.equal(200);
    const { text } = await visit.get('/sso/setup/scim');
    expect(text).to.contain('accepted').and.contain('userName eq &quot;&lt;b&gt;&quot;');
    expect((await visit.get('/sso/setup')).text).to.contain('class="good">on<');
  });

  it('reaches nothing but what it made: neither the API nor another tenant', async () => {
    const tenant = await hub.tenant();
    const link = await newLink({ idp: 'okta' }, tenant.key);
    const opened = await send('POST', pathOf(link));
    const cookie = cookiesOf(opened);
    for (const path of ['/v1/people', '/v1/sso/connections', '/v1/scim/connections']) {
      const answer = await hub.request('GET', path, { key: null, headers: { Cookie: cookie } });
      expect(answer.status, path).to.equal(401);
    }
    await send('POST', '/sso/setup/scim', { cookie });
    expect((await links()).every(({ id }) => id !== link.id)).to.equal(true);
    expect((await links(tenant.key))[0])
      .to.have.property('scimConnectionId')
      .that.is.a('string');
    const { status } = await hub.request('DELETE', `/v1/sso/setup-links/${link.id}`);
    expect(status).to.equal(404);
  });

  it('is not guessed: 429 for the address', async () => {
    const codes = new Set<string | undefined>();
    for (let n = 0; n < 101 && !codes.has('too_many'); n += 1) {
      codes.add(codeOf(await send('POST', `/sso/setup/${'x'.repeat(42)}${n % 10}`)));
    }
    expect(codes).to.deep.equal(new Set(['setup_unknown', 'too_many']));
  });
});
