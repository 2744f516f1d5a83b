import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed } from '../../api/test-seed.ts';

describe('/v1/lti/registrations', () => {
  let hub: TestHub;
  before(async () => {
    hub = await startTestHub();
  });
  after(() => hub.close());

  const platform = () => createSeed(hub).lti.platform();
  const register = async (body: object) =>
    (await hub.request('POST', '/v1/lti/registrations', { body })).body as Record<string, string>;

  it('answers with what the administrator types into the platform', async () => {
    const { id = '', toolUrls } = await register(platform());
    const { publicUrl } = hub.hub.config;
    expect(toolUrls).to.deep.equal({
      login: `${publicUrl}/lti/login`,
      launch: `${publicUrl}/lti/launch`,
      deepLink: `${publicUrl}/lti/deep-link`,
      jwks: `${publicUrl}/lti/jwks`,
      register: `${publicUrl}/lti/register`,
    });
    const body = { keySet: 'tenant' };
    const changed = await hub.request('PATCH', `/v1/lti/registrations/${id}`, { body });
    expect(changed.body).to.have.nested.property(
      'toolUrls.jwks',
      `${publicUrl}/lti/jwks/${hub.tenantId}`,
    );
  });

  it('guesses the product from the issuer, unless it is named', async () => {
    const canvas = { ...platform(), issuer: 'https://canvas.instructure.com' };
    expect(await register(canvas)).to.include({ profile: 'canvas' });
    expect(await register({ ...platform(), profile: 'sakai' })).to.include({ profile: 'sakai' });
    expect(await register(platform())).to.include({ profile: 'spec' });
  });

  it('makes known the deployments that are named', async () => {
    const { id = '' } = await register({ ...platform(), deploymentIds: ['1', 'b'] });
    const found = await hub.hub.lti.platforms.deployment({
      registrationId: id,
      deploymentId: 'b',
    });
    expect(found?.tenantId).to.equal(hub.tenantId);
  });

  it('refuses a client id that is registered, also to another tenant', async () => {
    const body = platform();
    await register(body);
    for (const key of [hub.key, (await hub.tenant()).key]) {
      const again = await hub.request('POST', '/v1/lti/registrations', { body, key });
      expect(again.status).to.equal(409);
    }
  });

  const refused: [string, object][] = [
    ['an endpoint that is no web address', { tokenEndpoint: 'javascript:alert(1)' }],
    ['an endpoint with a password in it', { jwksUri: 'https://a:b@lms.example/jwks' }],
    ['a frame ancestor that is more than an origin', { frameAncestors: ['https://a.example; *'] }],
    ['an override that no profile has', { overrides: { trust: 'all' } }],
    ['a deployment id of more than 255 characters', { deploymentIds: ['x'.repeat(256)] }],
  ];
  for (const [what, wrong] of refused) {
    it(`refuses ${what}`, async () => {
      const body = { ...platform(), ...wrong };
      const answer = await hub.request('POST', '/v1/lti/registrations', { body });
      expect(answer.status).to.equal(422);
    });
  }

  it('changes at the version that was seen, and says what changed to the audit log', async () => {
    const { id = '' } = await register(platform());
    const patch = (version: string) =>
      hub.request('PATCH', `/v1/lti/registrations/${id}`, {
        body: { isEnabled: false },
        headers: { 'If-Match': `"${version}"` },
      });
    expect((await patch('1')).body).to.include({ isEnabled: false, version: 2 });
    expect((await patch('1')).status).to.equal(412);
    const { body } = await hub.request('GET', '/v1/audit-entries?limit=1');
    expect(body).to.have.nested.property('data[0].action', 'lti_registration.updated');
  });

  it('a change holds in this process at once', async () => {
    const { id = '' } = await register(platform());
    await hub.hub.lti.platforms.byId(id);
    await hub.request('PATCH', `/v1/lti/registrations/${id}`, { body: { name: 'New' } });
    expect((await hub.hub.lti.platforms.byId(id))?.registration.name).to.equal('New');
  });
});
