import { expect } from 'chai';
import { uuidv7 } from '../platform/crypto/uuid.ts';
import { startTestHub, type TestHub, type TestTenant } from './test-hub.ts';
import { createSeed, type Seed } from './test-seed.ts';

describe('a study link for an assignment', () => {
  let hub: TestHub;
  let seed: Seed;
  let deckId: string;
  let personId: string;

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
    seed = createSeed(hub);
    deckId = (await seed.published()).deckId;
    personId = await seed.person();
  });
  after(() => hub.close());

  async function assign(
    to: { person: string } | { group: string },
    { tenant = hub, deck = deckId }: { tenant?: TestTenant; deck?: string } = {},
  ): Promise<string> {
    const [id, person, group] = [
      uuidv7(),
      'person' in to ? to.person : null,
      'group' in to ? to.group : null,
    ];
    await hub.hub.database.tenant(tenant.tenantId, (db) =>
      db.query(
        `insert into assignment (tenant_id, id, deck_id, person_id, group_id)
         values ($1, $2, $3, $4, $5)`,
        [db.tenantId, id, deck, person, group],
      ),
    );
    return id;
  }
  const ask = (assignmentId: string) =>
    hub.request('POST', '/v1/play-links', {
      body: { personId, deckId, mode: 'study', assignmentId },
    });

  it('is given to the person it is assigned to', async () => {
    expect((await ask(await assign({ person: personId }))).status).to.equal(201);
  });

  it('is given to a member of the group it is assigned to', async () => {
    const group = await seed.group();
    await seed.call('POST', `/v1/groups/${group}/members`, { personIds: [personId] });
    expect((await ask(await assign({ group }))).status).to.equal(201);
  });

  const refused: Record<string, () => Promise<string>> = {
    'that does not exist': async () => uuidv7(),
    'of somebody else': async () => assign({ person: await seed.person() }),
    'of a group that the person is not in': async () => assign({ group: await seed.group() }),
    'of another deck': async () =>
      assign({ person: personId }, { deck: (await seed.published()).deckId }),
    'of another tenant': async () => {
      const tenant = await hub.tenant();
      const theirs = createSeed({
        ...hub,
        request: (method, path, request) =>
          hub.request(method, path, { key: tenant.key, ...request }),
      });
      const deck = (await theirs.published()).deckId;
      return assign({ person: tenant.personId }, { tenant, deck });
    },
  };
  for (const [which, make] of Object.entries(refused)) {
    it(`422 for one ${which}`, async () => {
      const { status, body } = await ask(await make());
      expect(status).to.equal(422);
      expect(body).to.include({ code: 'not_found' });
      expect(body).to.have.nested.property('errors[0].pointer', '/assignmentId');
    });
  }
});
