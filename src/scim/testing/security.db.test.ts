import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import {
  BULK,
  filtered,
  GROUP,
  patch,
  SEARCH,
  type TestClient,
  testScim,
  USER,
} from './test-scim.ts';

describe('SCIM under attack', () => {
  // Counts for itself: other tests come from the same address.
  const scim = testScim({ RATE_LIMIT_IP: '40', REDIS_URL: '' });
  let client: TestClient;

  before(async () => {
    client = await scim.connect();
  });

  const user = async (by: TestClient = client, change: object = {}) =>
    (
      await by.request('POST', '/Users', {
        body: { schemas: [USER], userName: uuidv7(), ...change },
      })
    ).body;

  it("another connection's or tenant's resources are not there", async () => {
    const tenant = await scim.hub.tenant();
    const [beside, elsewhere] = [await scim.connect(), await scim.connect({}, tenant.key)];
    const mine = await user();
    const group = await client.request('POST', '/Groups', {
      body: { schemas: [GROUP], displayName: uuidv7(), members: [{ value: mine.id }] },
    });
    for (const stranger of [beside, elsewhere]) {
      for (const path of [`/Users/${mine.id}`, `/Groups/${group.body.id}`]) {
        for (const [method, body] of [
          ['GET', undefined],
          [
            'PUT',
            { schemas: [path.includes('User') ? USER : GROUP], userName: 'x', displayName: 'x' },
          ],
          ['PATCH', patch({ op: 'replace', path: 'displayName', value: 'x' })],
          ['DELETE', undefined],
        ] as const) {
          const answer = await stranger.request(method, path, { body });
          expect(answer.status, `${method} ${path}`).to.equal(404);
        }
      }
      const deletion = { method: 'DELETE', path: `/Users/${mine.id}` };
      const bulk = await stranger.request('POST', '/Bulk', {
        body: {
          schemas: [BULK],
          Operations: [deletion],
        },
      });
      expect(bulk.body.Operations[0]?.status, 'in a Bulk').to.equal('404');
      for (const path of ['/Users', '/Groups', '/']) {
        expect((await stranger.request('GET', path)).body.totalResults, path).to.equal(0);
      }
      const same = await stranger.request('POST', '/Users', {
        body: { schemas: [USER], userName: mine.userName },
      });
      expect(same.status, 'a user name is unique within a connection only').to.equal(201);
    }
    expect((await client.request('GET', `/Users/${mine.id}`)).body.meta.version).to.equal('W/"1"');
  });

  it('a token without the scope -> 403; a revoked one -> 401 at once', async () => {
    const at = `/v1/scim/connections/${client.connectionId}/tokens`;
    const made = await scim.hub.request('POST', at, { body: { scopes: ['read'] } });
    const { id, token } = made.body as { id: string; token: string };
    const call = (method: string, path: string, body?: object) =>
      scim.hub.request(method, `/scim/v2${path}`, { key: token, body });
    expect((await call('GET', '/Users')).status).to.equal(200);
    for (const [method, path] of [
      ['POST', '/Users'],
      ['PATCH', `/Users/${uuidv7()}`],
      ['DELETE', `/Groups/${uuidv7()}`],
      ['POST', '/Bulk'],
    ] as const) {
      expect((await call(method, path, {})).status, path).to.equal(403);
    }
    await scim.hub.request('DELETE', `${at}/${id}`);
    expect((await call('GET', '/Users')).status).to.equal(401);
  });

  it('filters: too long, too deep, too many, quotes and SQL -> 400 or nobody', async () => {
    const status = async (text: string) => {
      const { status: answered, body } = await client.request('POST', '/Users/.search', {
        body: { schemas: [SEARCH], filter: text },
      });
      return answered === 400 ? body.scimType : body.totalResults;
    };
    const { database } = scim.hub.hub;
    const { read } = database;
    let reads = 0;
    const counted = (...given: Parameters<typeof read>) => {
      reads += 1;
      return read(...given);
    };
    Object.assign(database, { read: counted });
    expect(await status('userName pr')).to.be.a('number');
    expect(reads, 'what is searched for is counted').to.be.greaterThan(0);
    reads = 0;
    expect(await status(`userName eq "${'x'.repeat(5_000)}"`)).to.equal('invalidFilter');
    expect(await status(`${'('.repeat(5_000)}userName pr`)).to.equal('invalidFilter');
    expect(await status(Array(200).fill('title pr').join(' or '))).to.equal('invalidFilter');
    expect(await status(`${'x'.repeat(5_000)} pr`)).to.equal('invalidFilter');
    expect(reads, 'the limits are drawn before any SQL').to.equal(0);
    Object.assign(database, { read });
    expect(await status(`userName eq "x' or 1=1 --"`)).to.equal(0);
    expect(await status(`userName eq "%"`)).to.equal(0);
    expect(await status(`userName) or (1 eq 1`)).to.equal('invalidFilter');
    expect(await status(`userName eq "x"; drop table scim_user`)).to.equal('invalidFilter');
  });

  it('a password is never found, sorted by, shown or told', async () => {
    await user(client, { password: 'hunter2' });
    const answers = [
      await client.request('GET', `/Users?${filtered('password sw "h"')}`),
      await client.request('GET', `/Users?${filtered('password pr')}`),
      await client.request('GET', '/Users?sortBy=password'),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([400, 400, 400]);
    const all = await client.request('GET', '/Users?attributes=password,userName');
    expect(all.text).not.to.include('hunter2');
  });

  it('what is read-only stays: in a POST it is ignored, a PATCH of it is refused', async () => {
    const theirs = { id: uuidv7(), meta: { version: 'W/"9"' }, groups: [{ value: uuidv7() }] };
    const made = await user(client, theirs);
    expect(made.id).not.to.equal(theirs.id);
    expect(made.meta.version).to.equal('W/"1"');
    for (const path of ['id', 'meta.version', 'groups']) {
      const body = patch({ op: 'replace', path, value: 'x' });
      const { body: refused } = await client.request('PATCH', `/Users/${made.id}`, { body });
      expect(refused.scimType, path).to.equal('mutability');
    }
  });

  it('3.5.2 a PATCH is done as a whole or not at all', async () => {
    const { id } = await user(client, { title: 'A' });
    const body = patch(
      { op: 'replace', path: 'title', value: 'B' },
      { op: 'replace', path: 'active', value: false },
      { op: 'replace', path: 'noSuchThing', value: 'x' },
    );
    expect((await client.request('PATCH', `/Users/${id}`, { body })).status).to.equal(400);
    const after = (await client.request('GET', `/Users/${id}`)).body;
    expect(after).to.include({ title: 'A', active: true });
    expect(after.meta.version).to.equal('W/"1"');
  });

  it('bodies that are deep, large or no object -> 400 or 413', async () => {
    const post = async (body: string) => (await client.request('POST', '/Users', { body })).status;
    expect(await post(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).to.equal(400);
    expect(await post(`{"a":${'{"a":'.repeat(60)}1${'}'.repeat(61)}`)).to.equal(400);
    for (const body of ['[]', 'null', '7', '"x"', '']) expect(await post(body), body).to.equal(400);
    expect(await post(`{"userName":"${'x'.repeat(17 * 2 ** 20)}"}`)).to.equal(413);
  });

  it('the deletion guard: 503 with Retry-After, and who is held stays as they were', async () => {
    const guarded = await scim.connect({ guard: { count: 2, percent: 100 } });
    const ids = [];
    for (let i = 0; i < 4; i += 1) ids.push((await user(guarded)).id);
    const body = patch({ op: 'replace', path: 'active', value: false });
    const statuses = [];
    for (const id of ids) {
      const answer = await guarded.request('PATCH', `/Users/${id}`, { body });
      statuses.push(answer.status);
      if (answer.status !== 503) continue;
      expect(Number(answer.headers.get('Retry-After'))).to.be.greaterThan(0);
      expect(answer.body.detail).to.match(/guard/);
      const { body: held } = await guarded.request('GET', `/Users/${id}`);
      expect(held).to.include({ active: true });
    }
    expect(statuses).to.deep.equal([200, 200, 503, 503]);
    const gone = await guarded.request('DELETE', `/Users/${ids[3]}`);
    expect(gone.status).to.equal(503);
    expect((await guarded.request('GET', `/Users/${ids[3]}`)).status).to.equal(200);
  });

  it('guessing tokens -> 429 from that address', async () => {
    const statuses = [];
    for (let i = 0; i < 60; i += 1) {
      const key = `cws_${String(i).padStart(8, '0')}_${'x'.repeat(38)}`;
      statuses.push((await scim.hub.request('GET', '/scim/v2/Users', { key })).status);
    }
    expect(new Set(statuses)).to.deep.equal(new Set([401, 429]));
    expect((await client.request('GET', '/Users')).status, 'a live token goes on').to.equal(200);
  });
});
