import { expect } from 'chai';
import { type TestClient, testScim } from '../testing/test-scim.ts';

describe('client credentials of SCIM (RFC 6749 4.4)', () => {
  const scim = testScim({ WORKERS: '0' });
  let connection: TestClient;

  before(async () => {
    connection = await scim.connect({ profile: 'entra' });
  });

  const newClient = async (given: object = {}, of = connection) => {
    const path = `/v1/scim/connections/${of.connectionId}/clients`;
    const { body } = await scim.hub.request('POST', path, { body: given });
    // Sound because the API documents it.
    const made = body as { id: string; clientSecret: string };
    return { ...made, revoke: () => scim.hub.request('DELETE', `${path}/${made.id}`) };
  };
  const fetchToken = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await scim.hub.request('POST', '/scim/v2/oauth/token', {
      key: null,
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    });
    // Sound because RFC 6749 has it so.
    return { ...answer, body: answer.body as Record<string, string | number> };
  };
  const asForm = ({ id, clientSecret }: { id: string; clientSecret: string }) => ({
    client_id: id,
    client_secret: clientSecret,
  });
  const basic = (id: string, secret: string) => ({
    Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  });
  const statusWith = async (token: string | number | undefined) =>
    (await scim.hub.request('GET', '/scim/v2/Users', { key: String(token) })).status;

  beforeEach(async () => {
    const path = `/v1/scim/connections/${connection.connectionId}/clients`;
    const { body } = await scim.hub.request('GET', path);
    for (const { id } of (body as { data: { id: string }[] }).data) {
      await scim.hub.request('DELETE', `${path}/${id}`);
    }
  });

  for (const [name, minutes] of [
    ['an hour by default', undefined],
    ['six hours at most', 360],
  ] as const) {
    it(`a token that is fetched opens the connection, for ${name}`, async () => {
      const client = await newClient(minutes ? { tokenMinutes: minutes } : {});
      const { status, body, headers } = await fetchToken(asForm(client));
      expect(status).to.equal(200);
      expect(body).to.include({
        ...{ token_type: 'Bearer', expires_in: (minutes ?? 60) * 60, scope: 'read write' },
      });
      expect(headers.get('Cache-Control')).to.equal('no-store');
      expect(await statusWith(body.access_token)).to.equal(200);
    });
  }

  it('lives no shorter and no longer than Entra allows', async () => {
    for (const tokenMinutes of [59, 361]) {
      const path = `/v1/scim/connections/${connection.connectionId}/clients`;
      expect((await scim.hub.request('POST', path, { body: { tokenMinutes } })).status).to.equal(
        422,
      );
    }
  });

  it('2.3.1 credentials come in the header too, encoded, but not in both', async () => {
    const client = await newClient();
    const { id, clientSecret } = client;
    expect((await fetchToken({}, basic(id, clientSecret))).status).to.equal(200);
    const encoded = basic(id.replaceAll('-', '%2D'), clientSecret);
    expect((await fetchToken({}, encoded)).status).to.equal(200);
    const both = await fetchToken(asForm(client), basic(id, clientSecret));
    expect([both.status, both.body.error]).to.deep.equal([400, 'invalid_request']);
  });

  it('5.2 errors by their names', async () => {
    const client = await newClient();
    const wrong = await fetchToken({ ...asForm(client), client_secret: 'x' });
    expect([wrong.status, wrong.body.error]).to.deep.equal([401, 'invalid_client']);
    expect(wrong.headers.get('WWW-Authenticate')).to.match(/^Basic/);
    const unknown = await fetchToken({ client_id: 'nobody', client_secret: 'x' });
    expect(unknown.body).to.deep.equal(wrong.body);
    const grant = await fetchToken({ ...asForm(client), grant_type: 'password' });
    expect([grant.status, grant.body.error]).to.deep.equal([400, 'unsupported_grant_type']);
    const none = await fetchToken({});
    expect([none.status, none.body.error]).to.deep.equal([400, 'invalid_request']);
  });

  it('scopes: a part of what the client may, never more; foreign names count as none', async () => {
    const client = await newClient({ scopes: ['read'] });
    const scopeOf = async (scope: string) => (await fetchToken({ ...asForm(client), scope })).body;
    expect((await scopeOf('read')).scope).to.equal('read');
    expect((await scopeOf('https://hub.example/.default')).scope).to.equal('read');
    expect((await scopeOf('write')).error).to.equal('invalid_scope');
  });

  it('a client that is revoked takes its tokens with it', async () => {
    const client = await newClient();
    const { body } = await fetchToken(asForm(client));
    expect(await statusWith(body.access_token)).to.equal(200);
    await client.revoke();
    expect(await statusWith(body.access_token)).to.equal(401);
    expect((await fetchToken(asForm(client))).status).to.equal(401);
  });

  it('one of a connection that is turned off gets nothing', async () => {
    const other = await scim.connect();
    const client = await newClient({}, other);
    await scim.hub.request('PATCH', `/v1/scim/connections/${other.connectionId}`, {
      body: { enabled: false },
    });
    expect((await fetchToken(asForm(client))).body.error).to.equal('invalid_client');
  });

  it('tokens that are over are forgotten with the next', async () => {
    const client = await newClient();
    await fetchToken(asForm(client));
    const endAll = () =>
      scim.hub.hub.database.tenant(scim.hub.tenantId, (db) =>
        db.query(
          `update scim_token set expires_at = now() - interval '1 second'
           where tenant_id = $1 and client_id = $2`,
          [scim.hub.tenantId, client.id],
        ),
      );
    expect((await endAll()).count).to.equal(1);
    await fetchToken(asForm(client));
    expect((await endAll()).count).to.equal(1);
  });
});
