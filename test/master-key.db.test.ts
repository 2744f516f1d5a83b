import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../src/api/test-hub.ts';
import { createSeed } from '../src/api/test-seed.ts';
import { rotateKeys } from '../src/platform/tenancy/keyring.ts';
import { databases } from './databases.ts';

describe('replacing the master key', function () {
  this.timeout(60_000);
  const [old, fresh] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
  let dataDir: string;
  let env: Record<string, string>;

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'crosswalk-keys-'));
    env = { DATABASE_URL: '', REDIS_URL: '', ...(await databases.at(-1)?.create()) };
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  async function withHub<T>(MASTER_KEY: string, work: (hub: TestHub) => Promise<T>): Promise<T> {
    const hub = await startTestHub({ ...env, DATA_DIR: dataDir, WORKERS: '0', MASTER_KEY });
    try {
      return await work(hub);
    } finally {
      await hub.close();
    }
  }

  it('leaves API keys and study links working once the old one is dropped', async () => {
    const made = await withHub(old, async (hub) => {
      const seed = createSeed(hub);
      const { deckId } = await seed.published();
      const body = { personId: hub.personId, deckId, mode: 'study' };
      const { url } = await seed.call<{ url: string }>('POST', '/v1/play-links', body);
      return { key: hub.key, link: url.slice(url.lastIndexOf('/') + 1) };
    });
    await withHub(`${fresh},${old}`, ({ hub }) => rotateKeys(hub.database, hub.master));
    await withHub(fresh, async (hub) => {
      for (const key of [made.key, 'test-bootstrap-key-test-bootstrap-key']) {
        expect((await hub.request('GET', '/v1/decks', { key })).status).to.equal(200);
      }
      const session = { key: null, body: { link: made.link } };
      const opened = await hub.request('POST', '/play/api/sessions', session);
      expect(opened.status, opened.text).to.equal(200);
    });
  });

  it('refuses to start without a key that is still needed', async () => {
    const other = randomBytes(32).toString('base64');
    const error = await withHub(other, async () => undefined).catch((cause) => cause);
    expect(error).to.have.property('name', 'DecryptError');
  });
});
