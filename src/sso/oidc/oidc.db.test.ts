import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { codeOf, cookiesOf, ssoSettings } from '../saml/testing/test-idp.ts';
import {
  startTestProvider,
  type TestOidcLogin,
  type TestProvider,
} from './testing/test-provider.ts';

describe('sign-in by OpenID Connect', () => {
  let hub: TestHub;
  let provider: TestProvider;

  before(async () => {
    hub = await startTestHub(ssoSettings);
    provider = await startTestProvider(hub);
  });
  after(async () => {
    await provider.close();
    await hub.close();
  });

  it('asks by code with PKCE, state and nonce, and signs in whoever the ID token names', async () => {
    const login = await provider.login('?hint=ada@school.example');
    const asked = Object.fromEntries(login.asked);
    expect(asked).to.deep.include({ response_type: 'code', code_challenge_method: 'S256' });
    expect(asked).to.deep.include({ client_id: 'hub', login_hint: 'ada@school.example' });
    provider.token = await provider.sign(provider.claims(login));
    const answer = await provider.callback(login);
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.text).to.contain('url=/play/home').and.contain('Ada Lovelace');
    expect(cookiesOf(answer)).to.match(/^hub_learner=/);
    const verifier = provider.sent.get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    expect(challenge).to.equal(asked.code_challenge);
  });

  it('is used once', async () => {
    const login = await provider.login();
    provider.token = await provider.sign(provider.claims(login));
    expect((await provider.callback(login)).status).to.equal(200);
    expect(codeOf(await provider.callback(login))).to.equal('login_unknown');
  });

  it('is finished only by the browser that began it', async () => {
    const [mine, theirs] = [await provider.login(), await provider.login()];
    expect(codeOf(await provider.callback(mine, {}, { Cookie: '' }))).to.equal('cookies_blocked');
    const name = mine.cookie.split('=')[0];
    const stolen = `${name}=${theirs.cookie.split('=')[1]}`;
    expect(codeOf(await provider.callback(mine, {}, { Cookie: stolen }))).to.equal('other_browser');
  });

  it('is refused without state, and by a state of another connection', async () => {
    const other = await startTestProvider(hub);
    const login = await provider.login();
    expect(codeOf(await provider.callback(login, { state: null }))).to.equal('login_unknown');
    expect(codeOf(await other.callback(login))).to.equal('login_unknown');
    await other.close();
  });

  it('is refused when another provider answered (RFC 9207)', async () => {
    for (const iss of ['https://evil.example', null]) {
      const login = await provider.login();
      provider.token = await provider.sign(provider.claims(login));
      const answer = await provider.callback(login, { iss });
      expect(codeOf(answer), answer.text).to.equal('token_invalid');
    }
  });

  it('says that the provider refused', async () => {
    const login = await provider.login();
    const answer = await provider.callback(login, { code: null, error: 'access_denied' });
    expect(codeOf(answer)).to.equal('provider_refused');
  });

  type Forge = (login: TestOidcLogin) => Promise<string> | string;
  const past = Math.floor(Date.now() / 1000) - 4_000;
  const changed =
    (changes: Record<string, unknown>): Forge =>
    (login) =>
      provider.sign(provider.claims(login, changes));
  const forged: Record<string, Forge> = {
    'signed by nobody': (login) => new UnsecuredJWT(provider.claims(login)).encode(),
    'signed by the shared secret': (login) => provider.signShared(provider.claims(login)),
    'signed by another key of the same name': async (login) =>
      new SignJWT(provider.claims(login))
        .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
        .sign((await generateKeyPair('RS256')).privateKey),
    'of another issuer': changed({ iss: 'https://evil.example' }),
    'for another client': changed({ aud: 'another' }),
    'for several clients, of which none is named as its party': changed({ aud: ['another', 'x'] }),
    'with the nonce of another login': changed({ nonce: 'another' }),
    'without a nonce': changed({ nonce: undefined }),
    'that has expired': changed({ iat: past, exp: past + 300 }),
    'without an end': changed({ exp: undefined }),
    'without a subject': changed({ sub: undefined }),
    'that is none': () => 'nothing',
  };
  for (const [name, forge] of Object.entries(forged)) {
    it(`is refused with an ID token ${name}`, async () => {
      const login = await provider.login();
      provider.token = await forge(login);
      const answer = await provider.callback(login);
      expect(codeOf(answer), answer.text).to.equal('token_invalid');
      expect(cookiesOf(answer)).to.equal('');
    });
  }

  it('takes no text with U+0000 or half a character for a name that it almost is', async () => {
    await provider.signIn({ sub: 'ada' });
    for (const sub of ['ada\0', '\0', 'ada\ud800']) {
      const answer = await provider.signIn({ sub });
      expect(codeOf(answer), answer.text).to.equal('subject_missing');
    }
    const odd = '{"sub":"odd","name":"A\\u0000","sid":"s\\u0000","a\\u0000":1,"__proto__":{"x":1}}';
    expect((await provider.signIn(JSON.parse(odd))).status).to.equal(200);
    expect(Object.prototype).not.to.have.property('x');
    const returned: Record<string, string | null>[] = [
      ...[{ error: 'x\0', code: null }, { code: '\0' }, { iss: '\0' }],
    ];
    for (const changes of returned) {
      const login = await provider.login('?hint=%00&returnTo=%00');
      provider.token = await provider.sign(provider.claims(login));
      expect((await provider.callback(login, changes)).status).to.be.below(500);
    }
  });

  it('is refused without an ID token', async () => {
    const login = await provider.login();
    provider.token = undefined;
    expect(codeOf(await provider.callback(login))).to.equal('token_invalid');
  });

  it('says so when the provider cannot be reached, or is somebody else', async () => {
    for (const issuer of ['http://127.0.0.1:9', 'http://10.0.0.1/', `${provider.issuer}/other`]) {
      const body = {
        kind: 'oidc',
        name: 'Away',
        oidc: { issuer, clientId: 'hub', clientSecret: 's' },
      };
      const made = await hub.request('POST', '/v1/sso/connections', { body });
      const { pathname } = new URL((made.body as { urls: { login: string } }).urls.login);
      const answer = await hub.request('GET', pathname, { key: null });
      expect(codeOf(answer), `${issuer} ${answer.text}`).to.be.oneOf([
        'provider_unavailable',
        'token_invalid',
      ]);
    }
  });

  it('keeps the secret encrypted, and shows it to nobody', async () => {
    const path = `/v1/sso/connections/${provider.connectionId}`;
    const { text, body } = await hub.request('GET', path);
    expect(text).not.to.contain(provider.secret);
    expect(body).to.have.nested.property('oidc.hasSecret', true);
    const { rows } = await hub.hub.database.read(hub.tenantId, (db) =>
      db.query<{ all: string }>(
        `select coalesce(string_agg(ciphertext, ' '), '') as all from tenant_secret where tenant_id = $1`,
        [db.tenantId],
      ),
    );
    expect(rows[0]?.all).to.not.equal('').and.not.contain('the secret');
  });

  it('sends the secret to no other issuer, unless it comes with it', async () => {
    const other = await startTestProvider(hub);
    const path = `/v1/sso/connections/${other.connectionId}`;
    const change = (oidc: object) => hub.request('PATCH', path, { body: { oidc } });
    const moved = await change({ issuer: 'http://127.0.0.1:9' });
    expect(moved.body).to.include({ status: 422, code: 'secret_required' });
    expect((await hub.request('GET', path)).body).to.have.nested.property(
      ...(['oidc.issuer', other.issuer] as const),
    );
    expect((await change({ issuer: other.issuer, clientId: 'hub2' })).status).to.equal(200);
    const known = { issuer: 'http://127.0.0.1:9', clientSecret: 'another' };
    expect((await change(known)).status).to.equal(200);
    await other.close();
  });

  it('refuses issuers that stand for everybody', async () => {
    const issuer = 'https://login.microsoftonline.com/common/v2.0';
    const body = { kind: 'oidc', name: 'Entra', oidc: { issuer, clientId: 'hub' } };
    const answer = await hub.request('POST', '/v1/sso/connections', { body });
    expect(answer.body).to.include({ status: 422, code: 'issuer_shared' });
  });

  describe('back-channel logout', () => {
    const event = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    const good = (changes: Record<string, unknown> = {}) => ({
      ...{ iss: provider.issuer, aud: 'hub', iat: Math.floor(Date.now() / 1000) },
      ...{ jti: uuidv7(), events: event, sid: 'session-1', ...changes },
    });
    const home = async (Cookie: string) =>
      (await hub.request('GET', '/play/home', { key: null, headers: { Cookie } })).status;

    it('ends the session that it names, and no other', async () => {
      const [sid, other] = [uuidv7(), uuidv7()];
      const cookies = [
        cookiesOf(await provider.signIn({ sid })),
        cookiesOf(await provider.signIn({ sid: other })),
      ] as const;
      const answer = await provider.logout(good({ sid }), { typ: 'logout+jwt' });
      expect(answer.status, answer.text).to.equal(200);
      expect([await home(cookies[0]), await home(cookies[1])]).to.eql([401, 200]);
    });

    it('ends all sessions of a person', async () => {
      const sub = uuidv7();
      const cookie = cookiesOf(await provider.signIn({ sub, sid: uuidv7() }));
      expect((await provider.logout(good({ sub, sid: undefined }))).status).to.equal(200);
      expect(await home(cookie)).to.equal(401);
    });

    const refused: Record<string, Record<string, unknown>> = {
      'of another issuer': { iss: 'https://evil.example' },
      'for another client': { aud: 'another' },
      'that is old': { iat: Math.floor(Date.now() / 1000) - 600 },
      'without an id': { jti: undefined },
      'whose id cannot be kept': { jti: 'j\0' },
      'of a session that cannot be': { sid: 'session-1\0' },
      'without its event': { events: {} },
      'with a nonce': { nonce: 'n' },
      'that names nobody': { sid: undefined },
    };
    for (const [name, changes] of Object.entries(refused)) {
      it(`refuses a token ${name}`, async () => {
        const cookie = cookiesOf(await provider.signIn({ sid: 'session-1' }));
        const answer = await provider.logout(good(changes));
        expect(answer.status).to.equal(400);
        expect(answer.body).to.include({ error: 'invalid_request' });
        expect(await home(cookie)).to.equal(200);
      });
    }

    it('takes a token once, also in parallel', async () => {
      const token = good();
      const answers = await Promise.all([1, 2, 3, 4].map(() => provider.logout(token)));
      expect(answers.map(({ status }) => status).sort()).to.eql([200, 400, 400, 400]);
    });
  });
});
