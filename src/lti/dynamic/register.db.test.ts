import { createPlatform, message, type Platform } from '@crosswalk/lti-platform';
import { expect } from 'chai';
import { startTestHub, type TestAnswer, type TestHub } from '../../api/test-hub.ts';

describe('dynamic registration', function () {
  this.timeout(30_000);
  let hub: TestHub;
  let lms: Platform;

  before(async () => {
    hub = await startTestHub({ OUTBOUND_ALLOW: '127.0.0.1' });
    lms = await createPlatform({ profile: 'moodle' });
  });
  after(async () => {
    await lms.close();
    await hub.close();
  });

  async function invite(): Promise<string> {
    const { body } = await hub.request('POST', '/v1/lti/invitations', { body: { name: 'Moodle' } });
    return new URL((body as { url: string }).url).searchParams.get('token') ?? '';
  }
  const fields = (token: string, changes: Record<string, string> = {}) =>
    new URLSearchParams({
      token,
      openid_configuration: lms.urls.configuration,
      registration_token: lms.invitations.invite(),
      placement: 'ContentArea',
      ...changes,
    });
  const open = (given: URLSearchParams) =>
    hub.request('GET', `/lti/register?${given}`, { key: null });
  const confirm = (given: URLSearchParams): Promise<TestAnswer> =>
    hub.request('POST', '/lti/register', {
      key: null,
      body: String(given),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });

  it('shows who is connected with whom, in the frame of that platform only', async () => {
    const { status, text, headers } = await open(fields(await invite()));
    expect(status).to.equal(200);
    expect(text).to.include(new URL(lms.url).host).and.include(`test ${hub.tenantId}`);
    expect(text).to.include('Write scores into the gradebook').and.include('ContentArea');
    expect(headers.get('Content-Security-Policy')).to.match(
      new RegExp(`frame-ancestors ${lms.url}$`),
    );
  });

  it('registers at the platform and here, with its deployment', async () => {
    const answer = await confirm(fields(await invite()));
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.text).to.include('data-lti-close');
    const tool = lms.tools().at(-1);
    const found = await hub.hub.lti.platforms.find({
      issuer: lms.issuer,
      clientId: tool?.clientId ?? '',
      deploymentId: tool?.deploymentIds[0] ?? '',
    });
    expect(found?.deployment.tenantId).to.equal(hub.tenantId);
    expect(found?.platform.registration).to.include({
      ...{ name: 'Moodle', origin: 'dynamic', profile: 'moodle' },
      authorizationEndpoint: lms.urls.authorize,
      tokenEndpoint: lms.urls.token,
      jwksUri: lms.urls.jwks,
    });
    expect(found?.platform.registration.scopes).to.include(
      'https://purl.imsglobal.org/spec/lti-ags/scope/score',
    );
    expect(tool?.deepLinkUri).to.equal(`${hub.hub.config.publicUrl}/lti/deep-link`);
    expect(tool?.redirectUris).to.deep.equal([`${hub.hub.config.publicUrl}/lti/launch`]);
    expect(lms.violations.all).to.deep.equal([]);
  });

  it('asks for no placement that was not ticked', async () => {
    await confirm(fields(await invite(), { placement: 'elsewhere' }));
    const sent = JSON.stringify(lms.invitations.received.at(-1));
    expect(sent).to.include(message.deepLinking).and.not.include('placements');
  });

  it('an invitation registers one platform, also when two come at once', async () => {
    const token = await invite();
    const answers = await Promise.all([confirm(fields(token)), confirm(fields(token))]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 410]);
    expect((await open(fields(token))).status).to.equal(410);
  });

  it('an invitation that expired or that nobody made registers none', async () => {
    const token = await invite();
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      db.query(
        `update lti_invitation set expires_at = now() - interval '1 s' where tenant_id = $1`,
        [hub.tenantId],
      ),
    );
    expect((await confirm(fields(token))).status).to.equal(410);
    expect((await confirm(fields('x'.repeat(43)))).status).to.equal(404);
  });

  it('a platform that refuses leaves the invitation good', async () => {
    const token = await invite();
    const refused = await confirm(fields(token, { registration_token: 'not given out' }));
    expect(refused.status).to.equal(502);
    expect(refused.text).to.include('401');
    expect((await confirm(fields(token))).status).to.equal(200);
  });

  it('fetches nothing for who has no invitation', async () => {
    let asked = 0;
    const other = await createPlatform({
      otherwise: (_, response) => {
        asked += 1;
        response.end();
      },
    });
    await open(fields('none', { openid_configuration: `${other.url}/configuration` }));
    expect(asked).to.equal(0);
    await other.close();
  });

  const bad: [string, string, number][] = [
    ['no configuration', '', 400],
    ['a configuration that is no web address', 'file:///etc/passwd', 400],
    ['one at a private address that is not allowed', 'http://10.0.0.1/x', 502],
    ['one by http that is not allowed', 'http://lms.example/x', 502],
  ];
  for (const [what, url, status] of bad) {
    it(`refuses ${what}`, async () => {
      const answer = await open(fields(await invite(), { openid_configuration: url }));
      expect(answer.status, answer.text).to.equal(status);
    });
  }
});
