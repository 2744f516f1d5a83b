import { expect } from 'chai';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { HUB, patch, type TestClient, testScim, USER } from './test-scim.ts';

describe('the extension of the hub', () => {
  const scim = testScim({ WORKERS: '0' });
  let seed: Seed;
  let client: TestClient;

  before(async () => {
    seed = createSeed(scim.hub);
    client = await scim.connect();
  });

  const create = async () => {
    const body = { schemas: [USER], userName: uuidv7() };
    return (await client.request('POST', '/Users', { body })).body;
  };
  const progressOf = async (id: string) =>
    (await client.request('GET', `/Users/${id}?attributes=${HUB}:progress`)).body[HUB]?.progress;

  it('tells of each deck how far somebody is, to who asks for it', async () => {
    const { id, [HUB]: of } = await create();
    const { deckId } = await seed.published();
    expect(await progressOf(id)).to.equal(undefined);
    await seed.call('POST', '/v1/assignments', { deckId, personId: of.personId, mode: 'study' });
    const [first, ...others] = await progressOf(id);
    expect(first).to.deep.include({ value: deckId, completed: false, success: 'unknown' });
    expect(others).to.deep.equal([]);
    const { body } = await client.request('GET', `/Users/${id}`);
    expect(body[HUB]).to.deep.equal({ personId: of.personId });
    const list = await client.request('GET', `/Users?attributes=userName,${HUB}:progress`);
    const shown = list.body.Resources.find((one) => one.id === id);
    expect(shown?.[HUB].progress).to.deep.equal([first]);
  });

  it('of others is empty, and nobody writes it', async () => {
    const { id, userName } = await create();
    const theirs = { personId: uuidv7(), progress: [{ value: uuidv7(), completed: true }] };
    const put = await client.request('PUT', `/Users/${id}`, {
      body: { schemas: [USER, HUB], userName, [HUB]: theirs },
    });
    expect(put.body[HUB].personId).not.to.equal(theirs.personId);
    expect(await progressOf(id)).to.equal(undefined);
    for (const path of [`${HUB}:progress`, `${HUB}:personId`]) {
      const body = patch({ op: 'replace', path, value: theirs.personId });
      const { body: refused } = await client.request('PATCH', `/Users/${id}`, { body });
      expect(refused.scimType, path).to.equal('mutability');
    }
  });
});
