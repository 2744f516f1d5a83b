import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import {
  deleteDeployment,
  insertDeployment,
  listDeployments,
  touchDeployment,
  updateDeployment,
} from './deployment.store.ts';
import { createPlatforms } from './platforms.ts';
import {
  deleteRegistration,
  getRegistration,
  insertRegistration,
  listRegistrations,
  updateRegistration,
} from './registration.store.ts';
import { testRegistration } from './test-registration.ts';

describe('registrations and deployments', () => {
  let database: Database;
  let tenantId: string;
  let otherId: string;

  before(async () => {
    database = await testDatabase();
    [tenantId, otherId] = [await testTenant(database), await testTenant(database)];
  });

  const register = (changes = {}, tenant = tenantId) =>
    database.tenant(tenant, async (db) => {
      const made = await insertRegistration(db, testRegistration(changes));
      if (!made) throw new Error('taken');
      return made;
    });
  const deploy = (registrationId: string, deploymentId: string, tenant = tenantId) =>
    database.tenant(tenant, (db) =>
      insertDeployment(db, {
        id: uuidv7(),
        registrationId,
        deploymentId,
        name: null,
        platform: { guid: 'g', name: 'School' },
      }),
    );

  it('come back as they were written', async () => {
    const given = testRegistration({
      tokenAudience: 'https://token.example',
      overrides: { missingSub: 'refuse' },
      scopes: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
      frameAncestors: ['https://lms.school.example'],
    });
    await database.tenant(tenantId, (db) => insertRegistration(db, given));
    const read = await database.read(tenantId, (db) => getRegistration(db, given.id));
    expect(read).to.deep.include({ ...given, tenantId, version: 1 });
  });

  it('one client id of an issuer is registered once, whoever asks', async () => {
    const { issuer, clientId } = await register();
    for (const tenant of [tenantId, otherId]) {
      const again = await database.tenant(tenant, (db) =>
        insertRegistration(db, testRegistration({ issuer, clientId })),
      );
      expect(again).to.equal(undefined);
    }
  });

  it('one issuer may have many clients', async () => {
    const { issuer } = await register();
    expect((await register({ issuer }, otherId)).issuer).to.equal(issuer);
  });

  it('are listed newest first, page by page, and never to another tenant', async () => {
    const [a, b] = [await register(), await register()];
    const page = await database.read(tenantId, (db) =>
      listRegistrations(db, { after: undefined, limit: 2 }),
    );
    expect(page.map(({ id }) => id)).to.deep.equal([b.id, a.id]);
    const next = await database.read(tenantId, (db) =>
      listRegistrations(db, { after: b.id, limit: 1 }),
    );
    expect(next.map(({ id }) => id)).to.deep.equal([a.id]);
    expect(await database.read(otherId, (db) => getRegistration(db, a.id))).to.equal(undefined);
  });

  it('change only at the version that was seen', async () => {
    const { id } = await register();
    const change = (version: number) =>
      database.tenant(tenantId, (db) =>
        updateRegistration(db, { id, version, changes: { name: 'New', isShared: true } }),
      );
    expect(await change(1)).to.include({ name: 'New', isShared: true, version: 2 });
    expect(await change(1)).to.equal(undefined);
  });

  it('a deleted one takes its deployments along', async () => {
    const { id } = await register();
    await deploy(id, '1');
    expect(await database.tenant(tenantId, (db) => deleteRegistration(db, id))).to.equal(true);
    expect(await database.tenant(tenantId, (db) => deleteRegistration(db, id))).to.equal(false);
    const left = await database.read(tenantId, (db) =>
      listDeployments(db, { registrationId: id, after: undefined, limit: 5 }),
    );
    expect(left).to.deep.equal([]);
  });

  it('a deployment belongs to one tenant', async () => {
    const { id } = await register({ isShared: true });
    expect(await deploy(id, 'D', otherId)).to.include({ tenantId: otherId, deploymentId: 'D' });
    expect(await deploy(id, 'D')).to.equal(undefined);
    expect(await deploy(id, 'd')).to.include({ tenantId, deploymentId: 'd' });
  });

  it('a deployment is renamed, paused, touched and deleted', async () => {
    const { id: registrationId } = await register();
    const { id = '' } = (await deploy(registrationId, '1')) ?? {};
    const updated = await database.tenant(tenantId, async (db) => {
      await touchDeployment(db, id);
      await updateDeployment(db, id, { name: 'Course' });
      return updateDeployment(db, id, { isEnabled: false });
    });
    expect(updated).to.include({ name: 'Course', isEnabled: false });
    expect(updated?.lastLaunchAt).to.be.instanceOf(Date);
    expect(await database.tenant(otherId, (db) => deleteDeployment(db, id))).to.equal(false);
    expect(await database.tenant(tenantId, (db) => deleteDeployment(db, id))).to.equal(true);
  });

  describe('before the tenant is known', () => {
    it('issuer and client find the registration with its profile', async () => {
      const { issuer, clientId, id } = await register({ profile: 'moodle' });
      const [platform, ...rest] = await createPlatforms({ database }).byIssuer({
        issuer,
        clientId,
      });
      expect(rest).to.deep.equal([]);
      expect(platform?.registration.id).to.equal(id);
      expect(platform?.profile.timestampStepMs).to.equal(1_000);
    });

    it('an issuer alone finds one, or shows that it is not unambiguous', async () => {
      const platforms = createPlatforms({ database });
      const { issuer } = await register();
      const named = { issuer, clientId: undefined };
      expect(await platforms.byIssuer(named)).to.have.lengthOf(1);
      await register({ issuer }, otherId);
      await register({ issuer }, otherId);
      platforms.forget();
      expect(await platforms.byIssuer(named)).to.have.lengthOf(2);
    });

    it('issuer, client and deployment tell the tenant', async () => {
      const platforms = createPlatforms({ database });
      const { id, issuer, clientId } = await register({ isShared: true });
      await deploy(id, 'ours');
      const theirs = await deploy(id, 'theirs', otherId);
      const find = (deploymentId: string) => platforms.find({ issuer, clientId, deploymentId });
      expect((await find('ours'))?.deployment.tenantId).to.equal(tenantId);
      expect((await find('theirs'))?.deployment.tenantId).to.equal(otherId);
      expect(await find('OURS')).to.equal(undefined);
      const deployed = await platforms.byDeployment(theirs?.id ?? '');
      expect(deployed?.platform.registration.id).to.equal(id);
    });

    it('what is known is not read again for 10 seconds; what is not known is', async () => {
      let now = 0;
      const platforms = createPlatforms({ database, now: () => now });
      const { id } = await register();
      const named = { registrationId: id, deploymentId: '1' };
      expect(await platforms.deployment(named)).to.equal(undefined);
      const made = await deploy(id, '1');
      expect((await platforms.deployment(named))?.id).to.equal(made?.id);
      await database.tenant(tenantId, (db) => deleteDeployment(db, made?.id ?? ''));
      expect((await platforms.deployment(named))?.id).to.equal(made?.id);
      now = 10_001;
      expect(await platforms.deployment(named)).to.equal(undefined);
    });
  });
});
