import { expect } from 'chai';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import type { ProfileName } from '../profiles/platform-profile.ts';
import { jsonOf, type ServiceRequest } from './service-call.ts';
import { startTestPlatform, type TestPlatform, type TestReply } from './test-platform.ts';

const SCORE = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';

describe('calls to services of platforms', () => {
  let platform: TestPlatform;

  before(async () => {
    const database = await testDatabase();
    platform = await startTestPlatform(
      { database, tenantId: await testTenant(database) },
      { timeoutMs: 1_000 },
    );
  });
  after(() => platform.close());
  beforeEach(() => {
    platform.asked.length = 0;
    platform.tokensAsked.length = 0;
    platform.reply = () => ({ body: { ok: true } });
  });

  async function call(more: Partial<ServiceRequest> = {}, profile: ProfileName = 'spec') {
    const { platform: of, deployment } = await platform.deployed({ profile });
    return platform.calls.call({
      target: { platform: of, deploymentId: deployment.deploymentId },
      ...{ service: 'scores', scopes: [SCORE], method: 'POST' },
      url: `${platform.url}/scores?user=7`,
      body: { type: 'application/vnd.ims.lis.v1.score+json', value: { a: 1 } },
      ...more,
    });
  }

  it('carry token, media types and User-Agent', async () => {
    const { answer, error, calls } = await call({ accept: 'application/json' });
    expect(error).to.equal(undefined);
    expect(answer && jsonOf(answer)).to.deep.equal({ ok: true });
    expect(platform.asked).to.have.lengthOf(1);
    expect(platform.asked[0]).to.deep.include({ method: 'POST', path: '/scores?user=7' });
    expect(platform.asked[0]?.body).to.equal('{"a":1}');
    expect(platform.asked[0]?.headers).to.include({
      authorization: 'Bearer t1',
      'content-type': 'application/vnd.ims.lis.v1.score+json',
      'user-agent': 'Crosswalk/1',
      accept: 'application/json',
    });
    expect(calls).to.have.lengthOf(2);
    expect(calls[0]).to.include({ service: 'token', url: `${platform.url}/token`, status: 200 });
    expect(calls[1]).to.include({ url: `${platform.url}/scores`, status: 200, error: null });
  });

  it('a token that was revoked is renewed once, and both requests are told of', async () => {
    platform.reply = ({ headers }) =>
      headers.authorization === 'Bearer t1' ? { status: 401, body: 'revoked' } : {};
    const { answer, calls } = await call();
    expect(answer?.status).to.equal(200);
    expect(platform.tokensAsked).to.have.lengthOf(2);
    expect(calls.map(({ status }) => status)).to.deep.equal([200, 401, 200, 200]);
  });

  it('a platform that refuses every token is not asked a third time', async () => {
    platform.reply = () => ({ status: 401 });
    expect((await call()).error).to.include({ code: 'unauthorized', status: 401 });
    expect(platform.asked).to.have.lengthOf(2);
  });

  const date = () => new Date(Date.now() + 60_000).toUTCString();
  const failures: [string, () => TestReply, ProfileName, Record<string, unknown>][] = [
    [
      '429 with seconds',
      () => ({ status: 429, headers: { 'Retry-After': '7' } }),
      'spec',
      { code: 'throttled', retryAfterMs: 7_000 },
    ],
    [
      '403 of Canvas that throttles',
      () => ({ status: 403, body: '403 Forbidden (Rate Limit Exceeded)' }),
      'canvas',
      { code: 'throttled' },
    ],
    [
      '403 of Canvas to who may not',
      () => ({ status: 403, body: 'no' }),
      'canvas',
      { code: 'refused' },
    ],
    [
      '403 of others',
      () => ({ status: 403, body: 'Rate Limit Exceeded' }),
      'spec',
      { code: 'refused' },
    ],
    [
      '422',
      () => ({ status: 422, body: 'User is no student' }),
      'canvas',
      { code: 'refused', status: 422 },
    ],
    ['500', () => ({ status: 500 }), 'spec', { code: 'unavailable' }],
    [
      'a redirect',
      () => ({ status: 302, headers: { Location: 'https://evil.example' } }),
      'spec',
      { code: 'malformed' },
    ],
    ['no answer in time', () => ({ fault: 'hang' }), 'spec', { code: 'unavailable' }],
    ['a connection that breaks', () => ({ fault: 'reset' }), 'spec', { code: 'unavailable' }],
    [
      'a body without end',
      () => ({ body: 'x'.repeat(6 * 2 ** 20) }),
      'spec',
      { code: 'malformed' },
    ],
  ];
  for (const [name, reply, profile, expected] of failures) {
    it(`${name}: ${JSON.stringify(expected)}`, async () => {
      platform.reply = reply;
      const { answer, error, calls } = await call({}, profile);
      expect(answer).to.equal(undefined);
      expect(error).to.include(expected);
      expect(calls[1]?.error).to.equal(error?.message);
    });
  }

  it('Retry-After may be a date', async () => {
    platform.reply = () => ({ status: 503, headers: { 'Retry-After': date() } });
    const { error } = await call();
    expect(error?.retryAfterMs).to.be.within(55_000, 60_000);
  });

  it('an answer that is no JSON is malformed', async () => {
    platform.reply = () => ({ body: '<html>' });
    const { answer } = await call();
    expect(() => answer && jsonOf(answer)).to.throw('not JSON');
  });

  it('a URL that cannot be read is never called', async () => {
    expect((await call({ url: 'nowhere' })).error).to.include({ code: 'malformed' });
    expect(platform.asked).to.have.lengthOf(0);
  });
});
