import { expect } from 'chai';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { patch, type TestClient, testScim, USER } from '../testing/test-scim.ts';

describe('people who leave by SCIM', () => {
  const scim = testScim({ WORKERS: '0' });
  let seed: Seed;

  before(async () => {
    seed = createSeed(scim.hub);
  });

  const create = async (client: TestClient, userName: string) => {
    const { body } = await client.request('POST', '/Users', {
      body: { schemas: [USER], userName },
    });
    return body.id;
  };
  const setActive = (client: TestClient, id: string, value: boolean) =>
    client.request('PATCH', `/Users/${id}`, {
      body: patch({ op: 'Replace', path: 'active', value: String(value) }),
    });
  const personOf = async (userName: string) => {
    const { data } = await seed.call<{ data: { id: string }[] }>('GET', `/v1/people?q=${userName}`);
    return data[0]?.id ?? '';
  };

  it('cannot use sessions, links and keys any more; these but the sessions come back', async () => {
    const client = await scim.connect();
    const id = await create(client, 'leaver');
    const personId = await personOf('leaver');
    const { deckId } = await seed.published();
    const link = async () => {
      const body = { personId, deckId, mode: 'study' };
      const { url } = await seed.call<{ url: string }>('POST', '/v1/play-links', body);
      return url.slice(url.lastIndexOf('/') + 1);
    };
    const open = async (given: string) => {
      const body = { link: given };
      const answer = await scim.hub.request('POST', '/play/api/sessions', { key: null, body });
      return (answer.body as { sessionToken?: string }).sessionToken ?? '';
    };
    const studies = async (session: string) =>
      (await scim.hub.request('GET', '/play/api/queue', { key: session })).status;
    const { key } = await seed.key({ role: 'user', personId });
    const keyWorks = async () => {
      scim.hub.hub.credentials.forget();
      return (await scim.hub.request('GET', '/v1/decks', { key })).status;
    };
    const kept = await link();
    const session = await open(kept);
    expect([await studies(session), await keyWorks()]).to.deep.equal([200, 200]);
    await setActive(client, id, false);
    expect([await studies(session), await keyWorks()]).to.deep.equal([401, 401]);
    expect(await studies(await open(kept))).to.equal(401);
    const assignment = { personId, deckId, mode: 'study' };
    const assign = () => scim.hub.request('POST', '/v1/assignments', { body: assignment });
    expect((await assign()).status, 'nothing is assigned to them').to.equal(409);
    await setActive(client, id, true);
    expect((await assign()).status).to.equal(201);
    expect([await studies(session), await keyWorks()]).to.deep.equal([401, 200]);
    expect(await studies(await open(kept))).to.equal(200);
  });

  it('too many at once: 503 that names the guard, until somebody releases them', async () => {
    const client = await scim.connect({ guard: { count: 1, percent: 100 } });
    const ids = [];
    for (const name of ['a', 'b', 'c']) ids.push(await create(client, name));
    const [a = '', b = '', c = ''] = ids;
    expect((await setActive(client, a, false)).status).to.equal(200);
    const held = await setActive(client, b, false);
    expect(held.status).to.equal(503);
    expect(Number(held.headers.get('Retry-After'))).to.be.greaterThan(0);
    expect(held.body.detail).to.match(/deletion guard/);
    expect((await client.request('DELETE', `/Users/${c}`)).status).to.equal(503);
    expect((await client.request('GET', `/Users/${c}`)).body.active).to.equal(true);
    const other = await create(client, 'd');
    expect(other).to.be.a('string');

    const { data } = await seed.call<{ data: { id: string; asked: number }[] }>(
      'GET',
      `/v1/departure-holds?state=held&connectionId=${client.connectionId}`,
    );
    expect(data).to.have.length(1);
    expect(data[0]).to.include({ asked: 2, counted: 2, limit: 1 });
    await seed.call('POST', `/v1/departure-holds/${data[0]?.id}/release`, { hours: 1 });
    expect((await setActive(client, b, false)).status).to.equal(200);
    expect((await client.request('DELETE', `/Users/${c}`)).status).to.equal(204);
  });
});
