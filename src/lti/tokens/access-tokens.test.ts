import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, jwtVerify } from 'jose';
import { createOutbound, type Outbound } from '../../platform/outbound/outbound.ts';
import { profileOf } from '../profiles/effective-profile.ts';
import type { ProfileName, ProfileOverrides } from '../profiles/platform-profile.ts';
import type { Registration } from '../registrations/registration.ts';
import { testRegistration } from '../registrations/test-registration.ts';
import { type AccessTokens, createAccessTokens, type TokenCall } from './access-tokens.ts';
import type { TokenTarget } from './client-assertion.ts';

const SCORE = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
const ROSTER = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';

interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

describe('access tokens of platforms', () => {
  let server: Server;
  let url: string;
  let outbound: Outbound;
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;
  let now: number;
  let asked: { request: IncomingMessage; form: URLSearchParams }[];
  let reply: (n: number) => Reply;
  let calls: TokenCall[];
  let tokens: AccessTokens;

  before(async () => {
    server = createServer(async (request, response) => {
      asked.push({ request, form: new URLSearchParams(await text(request)) });
      const { status = 200, headers = {}, body } = reply(asked.length);
      response.writeHead(status, headers);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Sound because the server listens on a port.
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
    outbound = createOutbound({ allow: ['127.0.0.1'] });
    pair = await generateKeyPair('RS256');
  });
  after(async () => {
    await outbound.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    now = Date.now();
    asked = [];
    calls = [];
    reply = (n) => ({ body: { access_token: `t${n}`, token_type: 'Bearer', expires_in: 3600 } });
    tokens = createAccessTokens({
      outbound,
      toolKeys: { signer: async () => ({ kid: 'k1', key: pair.privateKey }) },
      userAgent: 'Crosswalk/1',
      onCall: (call) => calls.push(call),
      now: () => now,
    });
  });

  function target(
    profile: ProfileName = 'spec',
    overrides: ProfileOverrides = {},
    changes: Partial<Registration> = {},
  ): TokenTarget {
    const registration: Registration = {
      ...testRegistration({ tokenEndpoint: url, issuer: 'https://lms.example', clientId: 'me' }),
      ...{ tenantId: 't', version: 1, createdAt: new Date(0), updatedAt: new Date(0) },
      ...changes,
    };
    const platform = { registration, profile: profileOf(profile, overrides) };
    return { platform, deploymentId: 'D 1' };
  }
  const failure = (to: TokenTarget) =>
    tokens.get(to, [SCORE]).then(
      () => undefined,
      (error) => error,
    );

  it('are asked for by an assertion that the platform can check', async () => {
    expect(await tokens.get(target(), [SCORE, ROSTER])).to.equal('t1');
    const [{ request, form } = expect.fail()] = asked;
    expect(request.method).to.equal('POST');
    expect(request.headers['content-type']).to.equal('application/x-www-form-urlencoded');
    expect(request.headers['user-agent']).to.equal('Crosswalk/1');
    expect(Object.fromEntries(form)).to.include({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      scope: `${SCORE} ${ROSTER}`,
    });
    const assertion = form.get('client_assertion') ?? '';
    const { payload } = await jwtVerify(assertion, pair.publicKey, {
      ...{ issuer: 'me', subject: 'me', audience: url, maxTokenAge: '1 minute' },
      requiredClaims: ['exp', 'iat', 'jti'],
    });
    expect(payload['https://purl.imsglobal.org/spec/lti/claim/deployment_id']).to.equal('D 1');
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).to.equal(300);
    expect(decodeProtectedHeader(assertion)).to.include({ alg: 'RS256', kid: 'k1' });
  });

  const audiences: [string, TokenTarget, () => unknown][] = [
    ['token endpoint', target(), () => url],
    ['issuer', target('spec', { tokenAudience: 'issuer' }), () => 'https://lms.example'],
    ['Brightspace', target('d2l'), () => 'https://api.brightspace.com/auth/token'],
    ['array', target('spec', { audienceStyle: 'array' }), () => [url]],
    ['named by the platform', target('d2l', {}, { tokenAudience: 'urn:as' }), () => 'urn:as'],
  ];
  for (const [name, to, audience] of audiences) {
    it(`are asked for at the audience: ${name}`, async () => {
      to.platform.registration.tokenEndpoint = url;
      await tokens.get(to, [SCORE]).catch(() => undefined);
      const { aud } = decodeJwt(asked[0]?.form.get('client_assertion') ?? '');
      const wanted = audience();
      expect(aud).to.deep.equal(wanted);
    });
  }

  it('every assertion has an id of its own', async () => {
    const to = target();
    await tokens.renew(to, [SCORE], (await tokens.get(to, [SCORE])) ?? '');
    const ids = asked.map(({ form }) => decodeJwt(form.get('client_assertion') ?? '').jti);
    expect(new Set(ids)).to.have.lengthOf(2);
  });

  it('serve until a minute before their end, for the same scopes in any order', async () => {
    const to = target();
    const get = () => tokens.get(to, [ROSTER, SCORE]);
    const first = await Promise.all([get(), get(), tokens.get(to, [SCORE, ROSTER])]);
    expect(first).to.deep.equal(['t1', 't1', 't1']);
    now += 3_539_999;
    expect(await get()).to.equal('t1');
    now += 1;
    expect(await get()).to.equal('t2');
    expect(await tokens.get(to, [SCORE])).to.equal('t3');
    expect(await tokens.get({ ...to, deploymentId: 'D 2' }, [SCORE])).to.equal('t4');
  });

  it('one that was revoked is replaced once, however many calls were refused', async () => {
    const to = target();
    const refused = await tokens.get(to, [SCORE]);
    const renewed = await Promise.all([1, 2, 3].map(() => tokens.renew(to, [SCORE], refused)));
    expect(renewed).to.deep.equal(['t2', 't2', 't2']);
    expect(await tokens.renew(to, [SCORE], refused)).to.equal('t2');
    expect(await tokens.get(to, [SCORE])).to.equal('t2');
  });

  it('a failure is not kept', async () => {
    const to = target();
    reply = () => ({ status: 503, body: '' });
    expect(await failure(to)).to.include({ code: 'unavailable', status: 503 });
    reply = () => ({ body: { access_token: 'ok' } });
    expect(await tokens.get(to, [SCORE])).to.equal('ok');
  });

  const failures: [name: string, Reply, ProfileName, expected: object][] = [
    [
      '429 with seconds',
      { status: 429, headers: { 'Retry-After': '7' } },
      'spec',
      { code: 'throttled', retryAfterMs: 7_000 },
    ],
    [
      '403 of Canvas by its body',
      { status: 403, body: '403 Forbidden (Rate Limit Exceeded)' },
      'canvas',
      { code: 'throttled' },
    ],
    [
      '403 of Canvas by its header',
      { status: 403, headers: { 'X-Rate-Limit-Remaining': '0.0' } },
      'canvas',
      { code: 'throttled' },
    ],
    [
      '403 of Canvas to who may not',
      { status: 403, body: 'unauthorized' },
      'canvas',
      { code: 'refused' },
    ],
    ['403 of others', { status: 403, body: 'Rate Limit Exceeded' }, 'moodle', { code: 'refused' }],
    [
      'invalid_client',
      { status: 400, body: { error: 'invalid_client' } },
      'spec',
      { code: 'refused', status: 400 },
    ],
    ['401', { status: 401 }, 'spec', { code: 'unauthorized' }],
    [
      'a redirect',
      { status: 302, headers: { Location: 'https://evil.example' } },
      'spec',
      { code: 'malformed' },
    ],
    ['HTML', { body: '<html>' }, 'spec', { code: 'malformed' }],
    ['no token', { body: { access_token: 7 } }, 'spec', { code: 'malformed' }],
    [
      'a token that would break a header',
      { body: { access_token: 'a\r\nX: y' } },
      'spec',
      { code: 'malformed' },
    ],
    [
      'another kind of token',
      { body: { access_token: 'a', token_type: 'mac' } },
      'spec',
      { code: 'malformed' },
    ],
    ['a body without end', { body: 'x'.repeat(100_000) }, 'spec', { code: 'malformed' }],
  ];
  for (const [name, answer, profile, expected] of failures) {
    it(`${name}: ${JSON.stringify(expected)}`, async () => {
      reply = () => ({ body: '', ...answer });
      expect(await failure(target(profile))).to.include(expected);
    });
  }

  it('each request is told of, without the token', async () => {
    const to = target();
    await tokens.get(to, [SCORE]);
    reply = () => ({ status: 400, body: { error: 'invalid_scope' } });
    await failure({ ...to, deploymentId: 'other' });
    expect(calls.map(({ status }) => status)).to.deep.equal([200, 400]);
    expect(calls[1]?.error).to.include('invalid_scope');
    expect(JSON.stringify(calls[0])).to.not.include('t1');
  });
});
