import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createCredentials } from '../tenancy/credentials.ts';

describe('a revoked API key', () => {
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
  });
  after(() => hub.close());

  it('is dead at once here, and within 30 seconds in every other process', async () => {
    const made = await hub.request('POST', '/v1/api-keys', { body: { name: 'x', role: 'admin' } });
    const { id, key } = made.body as { id: string; key: string };
    let now = Date.now();
    const { database, pepper } = hub.hub;
    const elsewhere = createCredentials({ database, pepper, now: () => now });
    expect(await elsewhere.byApiKey(key)).to.deep.include({ tenantId: hub.tenantId });
    expect((await hub.request('GET', '/v1/decks', { key })).status).to.equal(200);

    expect((await hub.request('DELETE', `/v1/api-keys/${id}`)).status).to.equal(200);
    expect((await hub.request('GET', '/v1/decks', { key })).status).to.equal(401);
    now += 30_000;
    expect(await elsewhere.byApiKey(key)).to.equal(undefined);
  });

  it('is shown once and kept as a hash alone', async () => {
    const made = await hub.request('POST', '/v1/api-keys', { body: { name: 'y', role: 'user' } });
    const { key } = made.body as { key: string };
    const { text } = await hub.request('GET', '/v1/api-keys');
    expect(text).to.not.include(key);
    const { rows } = await hub.hub.database.tenant(hub.tenantId, (db) =>
      db.query('select * from api_key where tenant_id = $1', [hub.tenantId]),
    );
    expect(JSON.stringify(rows)).to.not.include(key);
  });
});

describe('rate limits', () => {
  let hub: TestHub;

  before(async () => {
    // Counted here alone: in Redis, requests of other tests from this address would count too.
    const limits = { RATE_LIMIT: '3', RATE_LIMIT_IP: '2', REDIS_URL: '' };
    hub = await startTestHub({ WORKERS: '0', ...limits });
  });
  after(() => hub.close());

  async function exhaust(key: string | null, quota: number) {
    for (let i = 0; i < quota; i += 1) {
      const { headers } = await hub.request('GET', '/v1/decks', { key });
      expect(headers.get('RateLimit')).to.match(new RegExp(`;r=${quota - 1 - i};t=\\d+$`));
    }
    return hub.request('GET', '/v1/decks', { key });
  }

  it('429 with RateLimit headers and Retry-After, for one key and not for others', async () => {
    const refused = await exhaust(hub.key, 3);
    expect(refused.status).to.equal(429);
    expect(refused.body).to.include({ code: 'rate_limited' });
    expect(refused.headers.get('RateLimit-Policy')).to.equal('"default";q=3;w=60');
    expect(Number(refused.headers.get('Retry-After'))).to.be.within(1, 60);
    const { key } = await hub.tenant();
    expect((await hub.request('GET', '/v1/decks', { key })).status).to.equal(200);
  });

  it('429 for an address that presents no valid key', async () => {
    const refused = await exhaust('no-such-key', 2);
    expect(refused.status).to.equal(429);
    expect(refused.headers.get('RateLimit-Policy')).to.equal('"address";q=2;w=60');
  });
});
