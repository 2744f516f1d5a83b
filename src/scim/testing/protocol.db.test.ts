import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import {
  ENTERPRISE,
  filtered,
  GROUP,
  HUB,
  patch,
  type TestClient,
  testScim,
  USER,
} from './test-scim.ts';

describe('SCIM protocol (RFC 7644)', () => {
  const scim = testScim();
  let client: TestClient;

  before(async () => {
    client = await scim.connect();
  });

  const post = (body: object) =>
    client.request('POST', '/Users', { body: { schemas: [USER], ...body } });
  const user = async (body: object = {}) => (await post({ userName: uuidv7(), ...body })).body;

  describe('versions (3.14)', () => {
    it('an ETag on each answer; If-None-Match -> 304', async () => {
      const { id, meta } = await user();
      const one = await client.request('GET', `/Users/${id}`);
      expect(one.headers.get('ETag')).to.equal('W/"1"').and.to.equal(meta.version);
      const headers = { 'If-None-Match': 'W/"1"' };
      const again = await client.request('GET', `/Users/${id}`, { headers });
      expect([again.status, again.text]).to.deep.equal([304, '']);
    });

    it('If-Match of another version -> 412, and nothing happens', async () => {
      const { id, userName } = await user();
      const at = `/Users/${id}`;
      const body = { schemas: [USER], userName, title: 'X' };
      for (const [method, sent] of [
        ['PUT', body],
        ['PATCH', patch({ op: 'replace', path: 'title', value: 'X' })],
        ['DELETE', undefined],
      ] as const) {
        const headers = { 'If-Match': 'W/"7"' };
        const answer = await client.request(method, at, { headers, body: sent });
        expect([answer.status, answer.body.status], method).to.deep.equal([412, '412']);
      }
      const fits = await client.request('PUT', at, { headers: { 'If-Match': '"1"' }, body });
      expect(fits.headers.get('ETag')).to.equal('W/"2"');
    });

    it('what changes nothing keeps its version', async () => {
      const { id, meta } = await user({ title: 'A' });
      const body = patch({ op: 'replace', path: 'title', value: 'A' });
      const same = await client.request('PATCH', `/Users/${id}`, { body });
      expect(same.body.meta).to.deep.equal(meta);
    });

    it('parallel PATCHes with If-Match lose nothing', async () => {
      const { id } = await user();
      const at = `/Users/${id}`;
      async function append(word: string): Promise<void> {
        for (;;) {
          const { body, headers } = await client.request('GET', at);
          const value = [...(body.nickName ?? '').split(' ').filter(Boolean), word].join(' ');
          const answer = await client.request('PATCH', at, {
            headers: { 'If-Match': headers.get('ETag') ?? '' },
            body: patch({ op: 'replace', path: 'nickName', value }),
          });
          if (answer.status === 200) return;
          expect(answer.status).to.equal(412);
        }
      }
      const words = ['a', 'b', 'c', 'd', 'e', 'f'];
      await Promise.all(words.map(append));
      const { nickName } = (await client.request('GET', at)).body;
      expect(nickName.split(' ').toSorted()).to.deep.equal(words);
    });
  });

  it('parallel creates of one user name -> exactly one 201, the others 409', async () => {
    const userName = uuidv7();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        post({ userName: i % 2 ? userName : userName.toUpperCase(), externalId: `x${i}` }),
      ),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).to.deep.equal([201, 409, 409, 409, 409, 409, 409, 409]);
    const people = await scim.hub.request('GET', `/v1/people?q=${userName}`);
    expect((people.body as { data: unknown[] }).data, 'nobody is left over').to.have.length(1);
  });

  it('3.9 attributes and excludedAttributes; id always, what is asked for only on demand', async () => {
    const { id } = await user({ title: 'T', name: { givenName: 'A', familyName: 'B' } });
    const keys = async (query: string) =>
      Object.keys((await client.request('GET', `/Users/${id}?${query}`)).body).toSorted();
    expect(await keys('attributes=name.givenName')).to.deep.equal(['id', 'name', 'schemas']);
    expect(await keys('excludedAttributes=name,meta,active')).to.deep.equal(
      ['id', 'schemas', 'title', HUB, 'userName'].toSorted(),
    );
    const progress = await client.request('GET', `/Users/${id}?attributes=${HUB}:progress`);
    expect(progress.status).to.equal(200);
  });

  it('3.8 content types: SCIM, JSON, JSON for who asks for it; nothing else', async () => {
    const { id } = await user();
    const scimType = await client.request('GET', `/Users/${id}`);
    expect(scimType.headers.get('Content-Type')).to.match(/^application\/scim\+json/);
    const json = await client.request('GET', `/Users/${id}`, {
      headers: { Accept: 'application/json' },
    });
    expect(json.headers.get('Content-Type')).to.match(/^application\/json/);
    const body = JSON.stringify({ schemas: [USER], userName: uuidv7() });
    const sent = async (type: string) =>
      (await client.request('POST', '/Users', { body, headers: { 'Content-Type': type } })).status;
    expect(await sent('application/json; charset=utf-8')).to.equal(201);
    expect(await sent('application/x-www-form-urlencoded')).to.equal(415);
    const packed = await client.request('POST', '/Users', {
      body,
      headers: { 'Content-Encoding': 'gzip' },
    });
    expect(packed.status).to.equal(415);
  });

  it('3.12 errors: 404 and 405 for what is not there, malformed JSON -> invalidSyntax', async () => {
    const status = async (method: string, path: string) => {
      const answer = await client.request(method, path);
      expect(answer.body.schemas).to.deep.equal(['urn:ietf:params:scim:api:messages:2.0:Error']);
      expect(answer.body.status).to.equal(String(answer.status));
      return answer.status;
    };
    expect(await status('GET', '/Nothing')).to.equal(404);
    expect(await status('PUT', '/Users')).to.equal(405);
    expect(await status('POST', '/Me')).to.equal(501);
    const broken = await client.request('POST', '/Users', { body: '{"userName":' });
    expect([broken.status, broken.body.scimType]).to.deep.equal([400, 'invalidSyntax']);
    const nothing = await client.request('POST', '/Users', { body: { schemas: [USER] } });
    expect([nothing.status, nothing.body.scimType]).to.deep.equal([400, 'invalidValue']);
    const pathless = await client.request('PATCH', `/Users/${(await user()).id}`, {
      body: patch({ op: 'remove' }),
    });
    expect(pathless.body.scimType).to.equal('noTarget');
  });

  it('3.11 /Me is the User of the person whose key calls; a connection is nobody', async () => {
    const mine = await user({ displayName: 'Me' });
    const { personId } = mine[HUB];
    const key = await scim.hub.request('POST', '/v1/api-keys', {
      body: { name: 'mine', role: 'user', personId },
    });
    const me = await scim.hub.request('GET', '/scim/v2/Me', {
      key: (key.body as { key: string }).key,
    });
    expect(me.status, me.text).to.equal(200);
    expect((me.body as { id: string }).id).to.equal(mine.id);
    expect((await client.request('GET', '/Me')).status).to.equal(404);
  });

  it('schemas of the tenant: served, kept, found and sorted by', async () => {
    const urn = 'urn:example:school:2.0:User';
    const made = await scim.hub.request('POST', '/v1/scim/schemas', {
      body: {
        extends: 'User',
        schema: {
          id: urn,
          name: 'School',
          attributes: [{ name: 'house' }, { name: 'year', type: 'integer' }],
        },
      },
    });
    expect(made.status, made.text).to.equal(201);
    const schemas = (await client.request('GET', '/Schemas')).body.Resources;
    expect(schemas.map((one: { id: string }) => one.id)).to.include(urn);
    const { id, schemas: of } = await user({ [urn]: { house: 'Raven', year: 7 } });
    expect(of).to.include(urn);
    const found = await client.request(
      'GET',
      `/Users?${filtered(`${urn}:house eq "raven" and ${urn}:year gt 6`)}&sortBy=${urn}:year`,
    );
    expect(found.body.Resources[0]).to.deep.include({ id, [urn]: { house: 'Raven', year: 7 } });
    const at = `/v1/scim/schemas/${encodeURIComponent(urn)}`;
    expect((await scim.hub.request('DELETE', at)).status).to.equal(204);
    const without = (await client.request('GET', `/Users/${id}`)).body;
    expect(without).not.to.have.property(urn);
  });

  it('people: details by the mapping, deactivated and deleted people, memberships', async () => {
    const { id, ...mine } = await user({
      displayName: 'Grace Hopper',
      emails: [{ value: 'grace@example.org', primary: true }],
      [ENTERPRISE]: { department: 'Navy' },
    });
    const { personId } = mine[HUB];
    const person = async () =>
      (await scim.hub.request('GET', `/v1/people/${personId}`)).body as Record<string, unknown>;
    expect(await person()).to.include({ displayName: 'Grace Hopper', email: 'grace@example.org' });
    const { id: groupId } = (
      await client.request('POST', '/Groups', {
        body: { schemas: [GROUP], displayName: uuidv7(), members: [{ value: id }] },
      })
    ).body;
    const inGroup = await scim.hub.request('GET', `/v1/people?groupId=${groupId}`);
    const ids = (inGroup.body as { data: { id: string }[] }).data.map((one) => one.id);
    expect(ids).to.deep.equal([personId]);
    const body = patch({ op: 'replace', path: 'active', value: false });
    await client.request('PATCH', `/Users/${id}`, { body });
    expect(await person()).to.include({ active: false });
    expect((await client.request('DELETE', `/Users/${id}`)).status).to.equal(204);
    const left = (await client.request('GET', `/Groups/${groupId}`)).body;
    expect(left).not.to.have.property('members');
    expect(left.meta.version).to.equal('W/"2"');
  });
});
