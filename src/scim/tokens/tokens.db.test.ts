import { expect } from 'chai';
import { type TestClient, testScim, USER } from '../testing/test-scim.ts';

interface Token {
  id: string;
  token: string;
  prefix: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

describe('tokens of SCIM connections', () => {
  // Counts for itself: other tests come from the same address.
  const scim = testScim({ WORKERS: '0', RATE_LIMIT_IP: '100', REDIS_URL: '' });
  let client: TestClient;

  beforeEach(async () => {
    client = await scim.connect();
  });

  const api = <T>(method: string, path: string, body?: unknown) =>
    scim.hub
      .request(method, `/v1/scim/connections/${client.connectionId}${path}`, { body })
      // Sound because each caller names the documented shape.
      .then((answer) => ({ ...answer, body: answer.body as T }));
  const newToken = async (body: object = {}) => (await api<Token>('POST', '/tokens', body)).body;
  const tokens = async () => (await api<{ data: Token[] }>('GET', '/tokens')).body.data;
  const statusWith = (key: string | null, method = 'GET', body?: unknown) =>
    scim.hub
      .request(method, '/scim/v2/Users', {
        ...{ key, body },
        headers: { 'Content-Type': 'application/scim+json' },
      })
      .then(({ status }) => status);

  it('are shown once, and told by their beginning', async () => {
    const { token } = client;
    expect(token).to.match(/^cws_\w{8}_\w{38}$/);
    const [listed] = await tokens();
    expect(JSON.stringify(listed)).to.not.include(token);
    expect(token.startsWith(`${listed?.prefix}_`)).to.equal(true);
    const { rows } = await scim.hub.hub.database.read(scim.hub.tenantId, (db) =>
      db.query('select * from scim_token where tenant_id = $1', [scim.hub.tenantId]),
    );
    expect(JSON.stringify(rows)).to.not.include(token.slice(13));
  });

  it('rotate: two are live, a third is refused until one is revoked', async () => {
    const second = await newToken();
    expect([await statusWith(client.token), await statusWith(second.token)]).to.deep.equal([
      ...[200, 200],
    ]);
    const third = await api('POST', '/tokens', {});
    expect(third.status).to.equal(409);
    const first = (await tokens()).find(({ id }) => id !== second.id);
    const revoked = await api<Token>('DELETE', `/tokens/${first?.id}`);
    expect(revoked.body.revokedAt).to.be.a('string');
    expect([await statusWith(client.token), await statusWith(second.token)]).to.deep.equal([
      ...[401, 200],
    ]);
    expect((await newToken()).token).to.be.a('string');
  });

  it('made at once are two at most', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => api('POST', '/tokens', {})));
    expect(made.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409, 409, 409]);
  });

  it('end at their time, and then make room', async () => {
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const { token } = await newToken({ expiresAt });
    expect(await statusWith(token)).to.equal(200);
    while (Date.now() <= Date.parse(expiresAt)) await new Promise((r) => setTimeout(r, 50));
    expect(await statusWith(token)).to.equal(401);
    expect((await api('POST', '/tokens', {})).status).to.equal(201);
  });

  it('with the scope to read alone change nothing', async () => {
    const { token } = await newToken({ scopes: ['read'] });
    expect(await statusWith(token)).to.equal(200);
    const user = { schemas: [USER], userName: 'ada' };
    expect(await statusWith(token, 'POST', user)).to.equal(403);
    expect(await statusWith(client.token, 'POST', user)).to.equal(201);
  });

  it('say when they were last used', async () => {
    expect((await tokens())[0]?.lastUsedAt).to.equal(null);
    await statusWith(client.token);
    expect(Date.parse((await tokens())[0]?.lastUsedAt ?? '')).to.be.closeTo(Date.now(), 5_000);
  });

  it('open nothing while the connection is turned off, nor when it is gone', async () => {
    const turn = (enabled: boolean) => api('PATCH', '', { enabled });
    await turn(false);
    expect(await statusWith(client.token)).to.equal(401);
    await turn(true);
    expect(await statusWith(client.token)).to.equal(200);
    await api('DELETE', '');
    expect(await statusWith(client.token)).to.equal(401);
  });

  it('open the API and other connections as little as API keys open SCIM', async () => {
    expect((await scim.hub.request('GET', '/v1/people', { key: client.token })).status).to.equal(
      401,
    );
    expect(await statusWith(scim.hub.key)).to.equal(401);
    const other = await scim.connect();
    const { body } = await client.request('POST', '/Users', {
      body: { schemas: [USER], userName: 'mine' },
    });
    expect((await other.request('GET', `/Users/${body.id}`)).status).to.equal(404);
  });

  it('guessed at -> 429 for the address, while those that are right go on', async () => {
    const answers = [];
    for (let i = 0; i < 101; i++) answers.push(await statusWith(`cws_guess${i}`));
    expect(answers.at(0)).to.equal(401);
    expect(answers.at(-1)).to.equal(429);
    const refused = await scim.hub.request('GET', '/scim/v2/Users', { key: 'cws_guess' });
    expect(refused.body).to.include({ status: '429' });
    expect(Number(refused.headers.get('Retry-After'))).to.be.within(1, 60);
    expect(await statusWith(client.token)).to.equal(200);
    const clients = await scim.hub.request('POST', '/scim/v2/oauth/token', {
      key: null,
      body: 'grant_type=client_credentials&client_id=x&client_secret=y',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(clients.status).to.equal(429);
  });
});
