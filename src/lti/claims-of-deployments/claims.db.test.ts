import { expect } from 'chai';
import { startTestHub, type TestHub, type TestTenant } from '../../api/test-hub.ts';
import { createSeed } from '../../api/test-seed.ts';
import { openClaim } from './claim.ts';

describe('claims of deployments', function () {
  this.timeout(20_000);
  let hub: TestHub;
  let other: TestTenant;

  before(async () => {
    hub = await startTestHub();
    other = await hub.tenant();
  });
  after(() => hub.close());

  async function opened({ isShared = false, deploymentId = '7' } = {}) {
    const { lti } = createSeed(hub);
    const { body } = await hub.request('POST', '/v1/lti/registrations', {
      body: { ...lti.platform(), isShared },
    });
    const { id: registrationId } = body as { id: string };
    const claim = { registrationId, deploymentId, platform: { name: 'North School' } };
    const open = () => hub.hub.database.tenant(hub.tenantId, (db) => openClaim(db, claim));
    return { registrationId, code: await open(), open };
  }
  const claimBy = (key: string, code: string) =>
    hub.request('POST', '/v1/lti/claims', { key, body: { code } });
  const tenantOf = async (registrationId: string) =>
    (await hub.hub.lti.platforms.deployment({ registrationId, deploymentId: '7' }))?.tenantId;

  it('give the deployment to the tenant that claims it, by the name of the platform', async () => {
    const { registrationId, code } = await opened();
    const { body } = await claimBy(hub.key, code);
    expect(body).to.include({ registrationId, deploymentId: '7', name: 'North School' });
    expect(await tenantOf(registrationId)).to.equal(hub.tenantId);
  });

  it('are for the tenant of the registration, unless it shares that', async () => {
    const own = await opened();
    expect((await claimBy(other.key, own.code)).status).to.equal(404);
    expect((await claimBy(hub.key, own.code)).status).to.equal(201);
    const shared = await opened({ isShared: true });
    expect((await claimBy(other.key, shared.code)).status).to.equal(201);
    expect(await tenantOf(shared.registrationId)).to.equal(other.tenantId);
  });

  it('hold once, also when two come at once', async () => {
    const { code } = await opened({ isShared: true });
    const answers = await Promise.all([claimBy(hub.key, code), claimBy(other.key, code)]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, 404]);
  });

  it('a second code of a claimed deployment says so', async () => {
    const { code, open } = await opened();
    const second = await open();
    await claimBy(hub.key, code);
    expect((await claimBy(hub.key, second)).status).to.equal(409);
  });

  it('end after a day', async () => {
    const { code } = await opened();
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      db.query(`update lti_claim set expires_at = now() where tenant_id = $1`, [hub.tenantId]),
    );
    expect((await claimBy(hub.key, code)).status).to.equal(404);
    expect((await hub.request('GET', `/lti/claim/${code}`)).status).to.equal(404);
  });

  it('the page says whose it would become, and nobody may frame it', async () => {
    const { registrationId, code } = await opened();
    const page = await hub.request('GET', `/lti/claim/${code}`);
    expect(page.text).to.include('North School').and.include(`test ${hub.tenantId}`);
    expect(page.headers.get('Content-Security-Policy')).to.include("frame-ancestors 'none'");
    const stranger = await hub.request('GET', `/lti/claim/${code}`, { key: null });
    expect(stranger.text).to.include('Sign in').and.not.include('<form');
    expect((await hub.request('POST', `/lti/claim/${code}`, { key: null })).status).to.equal(401);
    const done = await hub.request('POST', `/lti/claim/${code}`);
    expect(done.status, done.text).to.equal(200);
    expect(await tenantOf(registrationId)).to.equal(hub.tenantId);
  });
});
