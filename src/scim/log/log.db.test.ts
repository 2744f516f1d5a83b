import { expect } from 'chai';
import { patch, type TestClient, testScim, USER } from '../testing/test-scim.ts';

interface Entry {
  id: string;
  method: string;
  path: string;
  status: number;
  request: Record<string, unknown> | null;
  isWhole: boolean;
  answer: Record<string, unknown> | null;
  change: { outcomes: string[]; personId?: string; groupId?: string } | null;
  personId: string | null;
}

describe('the provisioning log', () => {
  const scim = testScim({ WORKERS: '0' });
  let client: TestClient;

  beforeEach(async () => {
    client = await scim.connect();
  });

  const api = <T>(method: string, path: string, key = scim.hub.key) =>
    scim.hub
      .request(method, `/v1/scim/connections/${client.connectionId}/log${path}`, { key })
      // Sound because each caller names the documented shape.
      .then((answer) => ({ ...answer, body: answer.body as T }));
  const entries = async (query = '') => (await api<{ data: Entry[] }>('GET', query)).body.data;
  const create = (userName: string, given: object = {}) =>
    client.request('POST', '/Users', { body: { schemas: [USER], userName, ...given } });
  const people = async () => {
    const { count } = await scim.hub.hub.database.read(scim.hub.tenantId, (db) =>
      db.query('select from person where tenant_id = $1', [scim.hub.tenantId]),
    );
    return count;
  };

  it('has the request without secrets, what it changed, and the answer', async () => {
    const made = await create('ada', {
      ...{ password: 'hunter2', phoneNumbers: [{ value: '+47', type: 'work' }] },
    });
    const [entry] = await entries();
    expect(entry).to.deep.include({ method: 'POST', path: '/Users', status: 201, isWhole: true });
    expect(entry?.request).to.include({ userName: 'ada', password: 'redacted' });
    expect(entry?.answer).to.include({ id: made.body.id });
    expect(entry?.change?.outcomes).to.deep.equal(['created']);
    expect(entry?.personId).to.equal(entry?.change?.personId);
    expect(JSON.stringify(entry)).to.not.match(/hunter2|\+47/);
  });

  it('tells of each change by its name, and of refusals by their error', async () => {
    const { body } = await create('ada');
    const one = `/Users/${body.id}`;
    const active = (value: boolean) =>
      client.request('PATCH', one, { body: patch({ op: 'replace', path: 'active', value }) });
    await active(false);
    await active(false);
    await active(true);
    await client.request('DELETE', one);
    await client.request('GET', one);
    await create('');
    const told = (await entries()).reverse();
    expect(told.map(({ status, change }) => [status, change?.outcomes])).to.deep.equal([
      [201, ['created']],
      [200, ['updated', 'deactivated']],
      [200, ['unchanged']],
      [200, ['updated', 'reactivated']],
      [204, ['deleted']],
      [404, undefined],
      [400, undefined],
    ]);
    expect(told.at(-1)?.answer).to.include({ status: '400', scimType: 'invalidValue' });
  });

  it('is found by method, outcome, person, path and time, page by page', async () => {
    await create('ada');
    await create('ada');
    await client.request('GET', '/Users?filter=userName eq "ada"');
    const paths = async (query: string) => (await entries(query)).map(({ status }) => status);
    expect(await paths('?method=GET')).to.deep.equal([200]);
    expect(await paths('?outcome=failed')).to.deep.equal([409]);
    expect(await paths('?q=FILTER')).to.deep.equal([200]);
    const [, , first] = await entries();
    expect(await paths(`?personId=${first?.personId}`)).to.deep.equal([201]);
    expect(await paths('?since=2099-01-01T00:00:00Z')).to.deep.equal([]);
    expect(await paths('?until=2099-01-01T00:00:00Z')).to.deep.equal([200, 409, 201]);
    const page = await api<{ data: Entry[]; nextCursor: string }>('GET', '?limit=2');
    expect(page.body.data).to.have.length(2);
    const rest = await entries(`?limit=2&cursor=${page.body.nextCursor}`);
    expect(rest.map(({ id }) => id)).to.deep.equal([first?.id]);
  });

  it('of a list has who it began with, not the resources', async () => {
    const { body } = await create('ada');
    await client.request('GET', '/Users');
    const [entry] = await entries();
    expect(entry?.answer).to.deep.include({ totalResults: 1, Resources: [{ id: body.id }] });
  });

  it('has nothing of what nobody is known by, and is one connection’s', async () => {
    await scim.hub.request('GET', '/scim/v2/Users', { key: 'cws_guess' });
    await create('ada');
    const mine = await entries();
    expect(mine).to.have.length(1);
    client = await scim.connect();
    expect(await entries()).to.deep.equal([]);
    expect((await api('GET', `/${mine[0]?.id}`)).status).to.equal(404);
    const stranger = await scim.hub.tenant();
    expect((await api('GET', '', stranger.key)).status).to.equal(404);
  });

  it('a replay answers as now, and keeps nothing', async () => {
    const { body } = await create('ada');
    const [entry] = await entries();
    const replay = () =>
      api<{ status: number; answer: Record<string, unknown>; change: unknown }>(
        'POST',
        `/${entry?.id}/replay`,
      );
    const before = await people();
    expect((await replay()).body).to.deep.include({ status: 409, change: null });
    await client.request('DELETE', `/Users/${body.id}`);
    const again = await replay();
    expect(again.body).to.deep.include({ status: 201 });
    expect(again.body.answer).to.include({ userName: 'ada' });
    expect(await people()).to.equal(before);
    const found = await client.request('GET', '/Users?filter=userName eq "ada"');
    expect(found.body.totalResults).to.equal(0);
  });

  it('a replay under the guard opens no hold', async () => {
    const { body } = await create('ada');
    await client.request('DELETE', `/Users/${body.id}`);
    const [deletion] = await entries();
    await create('eve');
    await scim.hub.request('PATCH', `/v1/scim/connections/${client.connectionId}`, {
      body: { guard: { count: 0, percent: 0 } },
    });
    const { body: gone } = await api<{ status: number }>('POST', `/${deletion?.id}/replay`);
    expect(gone.status).to.equal(404);
    const { body: holds } = await scim.hub.request(
      'GET',
      `/v1/departure-holds?connectionId=${client.connectionId}`,
    );
    expect(holds).to.deep.include({ data: [] });
  });

  it('searches and what the log has not whole are not replayed', async () => {
    await client.request('GET', '/Users');
    const emails = Array.from({ length: 51 }, (_, i) => ({ value: `a${i}@x.org`, type: `t${i}` }));
    await create('ada', { emails });
    const [long, search] = await entries();
    expect(long?.isWhole).to.equal(false);
    for (const entry of [long, search]) {
      expect((await api('POST', `/${entry?.id}/replay`)).status).to.equal(409);
    }
  });
});
