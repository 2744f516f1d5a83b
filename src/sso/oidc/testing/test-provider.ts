import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { TestAnswer, TestHub, TestTenant } from '../../../api/test-hub.ts';

const SECRET = 'the secret of the client, long enough for HS256';

export interface TestOidcLogin {
  answer: TestAnswer;
  /** What the hub asked the provider for. */
  asked: URLSearchParams;
  cookie: string;
}

/** A provider that says whatever a test wants. */
export interface TestProvider {
  issuer: string;
  secret: string;
  connectionId: string;
  urls: { login: string; redirectUri: string; backchannelLogout: string };
  /** What the token endpoint was sent last. */
  sent: URLSearchParams;
  /** What it answers next; undefined: a good ID token for the login. */
  token: string | undefined;
  login(query?: string): Promise<TestOidcLogin>;
  /** Claims of a good ID token. */
  claims(login: TestOidcLogin, changes?: Record<string, unknown>): JWTPayload;
  sign(claims: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  signShared(claims: JWTPayload): Promise<string>;
  /** Brings the browser back; null leaves a parameter out. */
  callback(
    login: TestOidcLogin,
    changes?: Record<string, string | null>,
    headers?: Record<string, string>,
  ): Promise<TestAnswer>;
  /** Login and callback of one browser. */
  signIn(changes?: Record<string, unknown>): Promise<TestAnswer>;
  logout(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<TestAnswer>;
  close(): Promise<void>;
}

export async function startTestProvider(
  hub: TestHub,
  { tenant = hub, ...connection }: { tenant?: TestTenant } & Record<string, unknown> = {},
): Promise<TestProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' };
  let provider: TestProvider;
  const server = createServer(async (request, response) => {
    response.setHeader('Content-Type', 'application/json');
    const answers: Record<string, unknown> = {
      '/.well-known/openid-configuration': configuration(issuer),
      '/jwks': { keys: [jwk] },
    };
    if (request.url === '/token') {
      provider.sent = new URLSearchParams(await text(request));
      const body = { access_token: 'a', token_type: 'Bearer', id_token: provider.token };
      response.end(JSON.stringify(body));
      return;
    }
    response.end(JSON.stringify(answers[request.url ?? ''] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound because the server listens on a port.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made = await hub.request('POST', '/v1/sso/connections', {
    key: tenant.key,
    body: {
      ...{ kind: 'oidc', name: 'School', ...connection },
      oidc: { issuer, clientId: 'hub', clientSecret: SECRET },
    },
  });
  if (made.status !== 201) throw new Error(made.text);
  // Sound because the API documents it.
  const { id, urls } = made.body as { id: string; urls: TestProvider['urls'] };
  const path = (url: string) => new URL(url).pathname;
  const get = (url: string, headers: Record<string, string> = {}) =>
    hub.request('GET', url, { key: null, headers });

  provider = {
    ...{ issuer, secret: SECRET, connectionId: id, urls, sent: new URLSearchParams() },
    token: undefined,
    async login(query = '') {
      const answer = await get(`${path(urls.login)}${query}`);
      const { searchParams } = new URL(answer.headers.get('Location') ?? 'https://nowhere.example');
      const cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';
      return { answer, asked: searchParams, cookie };
    },
    claims({ asked }, changes = {}) {
      const now = Math.floor(Date.now() / 1000);
      return {
        ...{ iss: issuer, aud: 'hub', sub: 'ada-1', iat: now, exp: now + 300, sid: 'session-1' },
        ...{ nonce: asked.get('nonce') ?? '', name: 'Ada Lovelace', email: 'ada@school.example' },
        ...{ email_verified: true, ...changes },
      };
    },
    sign: (claims, header = {}) =>
      new SignJWT(JSON.parse(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header })
        .sign(privateKey),
    signShared: (claims) =>
      new SignJWT(JSON.parse(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(SECRET)),
    callback({ asked, cookie }, changes = {}, headers = {}) {
      const query = new URLSearchParams({
        code: 'c',
        state: asked.get('state') ?? '',
        iss: issuer,
      });
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) query.delete(name);
        else query.set(name, value);
      }
      return get(`${path(urls.redirectUri)}?${query}`, { Cookie: cookie, ...headers });
    },
    async signIn(changes) {
      const login = await provider.login();
      provider.token = await provider.sign(provider.claims(login, changes));
      return provider.callback(login);
    },
    async logout(claims, header) {
      const token = await provider.sign(claims, header);
      return hub.request('POST', path(urls.backchannelLogout), {
        ...{ key: null, body: new URLSearchParams({ logout_token: token }).toString() },
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}

function configuration(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };
}
