import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { findAdmin } from '../../core/people/admin.store.ts';

describe('credentials of a person', () => {
  let hub: TestHub;
  let seed: Seed;
  let personId: string;

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
    seed = createSeed(hub);
  });
  after(() => hub.close());
  beforeEach(async () => {
    personId = await seed.person();
  });

  const setActive = async (active: boolean) => {
    await seed.call('PATCH', `/v1/people/${personId}`, { active });
    hub.hub.credentials.forget();
  };
  const remove = async () => {
    await hub.request('DELETE', `/v1/people/${personId}`);
    hub.hub.credentials.forget();
  };
  const ownKey = async () => (await seed.key({ role: 'admin', personId })).key;

  /** A way to call the hub as the person; answers the status. */
  const credentials: Record<string, () => Promise<() => Promise<number>>> = {
    'an API key': async () => {
      const key = await ownKey();
      return async () => (await hub.request('GET', '/v1/decks', { key })).status;
    },
    'a console session': async () => {
      const { body } = await hub.request('POST', '/v1/admin-links', { key: await ownKey() });
      const { pathname } = new URL((body as { url: string }).url);
      const { headers } = await hub.request('POST', pathname, { key: null });
      const Cookie = headers.get('Set-Cookie')?.split(';')[0] ?? '';
      return async () =>
        (await hub.request('GET', '/v1/decks', { key: null, headers: { Cookie } })).status;
    },
    'a study session': async () => {
      const { deckId } = await seed.published();
      const body = { personId, deckId, mode: 'study' };
      const { url } = await seed.call<{ url: string }>('POST', '/v1/play-links', body);
      const link = url.slice(url.lastIndexOf('/') + 1);
      const session = await hub.request('POST', '/play/api/sessions', {
        key: null,
        body: { link },
      });
      const { sessionToken } = session.body as { sessionToken: string };
      return async () =>
        (await hub.request('GET', '/play/api/queue', { key: sessionToken })).status;
    },
  };

  for (const [name, make] of Object.entries(credentials)) {
    it(`${name} is refused while its person is deactivated`, async () => {
      const call = await make();
      expect(await call()).to.equal(200);
      await setActive(false);
      expect(await call()).to.equal(401);
      await setActive(true);
      expect(await call()).to.equal(200);
    });

    it(`${name} is refused once its person is deleted`, async () => {
      const call = await make();
      expect(await call()).to.equal(200);
      await remove();
      expect(await call()).to.equal(401);
    });
  }

  it('an admin link is spent once its person is deactivated', async () => {
    const { body } = await hub.request('POST', '/v1/admin-links', { key: await ownKey() });
    const { pathname } = new URL((body as { url: string }).url);
    await setActive(false);
    expect((await hub.request('POST', pathname, { key: null })).status).to.equal(410);
  });

  it('of no person go on when the administrators are deactivated', async () => {
    const { key } = await seed.key({ role: 'admin' });
    const admin = () => hub.hub.database.read(hub.tenantId, findAdmin);
    personId = hub.personId;
    expect(await admin()).to.equal(personId);
    await setActive(false);
    expect(await admin()).to.equal(undefined);
    expect((await hub.request('GET', '/v1/decks', { key })).status).to.equal(200);
    await hub.request('PATCH', `/v1/people/${personId}`, { key, body: { active: true } });
  });
});
