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

/** Names that reach into every object, and the character that PostgreSQL has not. */
describe('SCIM and hostile names', () => {
  const scim = testScim();
  let client: TestClient;

  before(async () => {
    client = await scim.connect();
  });
  afterEach(() => {
    expect(Object.prototype).not.to.have.any.keys('polluted', 'value', 'required');
  });

  const user = async () =>
    (
      await client.request('POST', '/Users', {
        body: { schemas: [USER], userName: uuidv7() },
      })
    ).body;
  const api = (method: string, path: string, body: string) =>
    scim.hub.request(method, path, { body, headers: { 'Content-Type': 'application/json' } });

  it('keys that every object has are names like others: in bodies, paths, filters, URNs', async () => {
    const { id } = await user();
    const at = `/Users/${id}`;
    const hostile = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const bodies = [
      `{"schemas":["${USER}"],"userName":"${uuidv7()}",${hostile.slice(1)}`,
      `{"schemas":["${USER}"],"userName":"${uuidv7()}","name":${hostile}}`,
      `{"schemas":["${USER}","__proto__"],"userName":"${uuidv7()}","emails":[${hostile}]}`,
    ];
    for (const body of bodies) {
      expect((await client.request('POST', '/Users', { body })).status).to.be.oneOf([201, 400]);
    }
    for (const path of [
      '__proto__',
      '__proto__.polluted',
      'constructor.prototype.polluted',
      'name.__proto__',
      'emails[__proto__ eq "x"].value',
      'urn:__proto__:polluted',
      `${USER}:__proto__.polluted`,
    ]) {
      const body = patch({ op: 'add', path, value: 'x' });
      expect((await client.request('PATCH', at, { body })).status, path).to.equal(400);
    }
    const pathless = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","value":${hostile}}]}`;
    expect((await client.request('PATCH', at, { body: pathless })).status).to.be.oneOf([200, 400]);
    for (const text of ['__proto__ pr', 'constructor.name eq "Object"', 'name.toString pr']) {
      expect(
        (await client.request('GET', `/Users?${filtered(text)}`)).body.scimType,
        text,
      ).to.equal('invalidFilter');
    }
    const sorted = await client.request('GET', '/Users?sortBy=__proto__&attributes=__proto__');
    expect(sorted.status).to.equal(400);
  });

  it('as names of attributes and schemas of a tenant, and in mappings -> 422', async () => {
    const schema = (id: string, name: string) =>
      `{"extends":"User","schema":{"id":"${id}","name":"n","attributes":[{"name":"${name}"}]}}`;
    for (const body of [
      schema('urn:x:__proto__:User', 'ok'),
      schema('urn:x:y:User', '__proto__'),
      schema('urn:x:y:User', 'constructor'),
      schema('urn:x:y:User', 'hasOwnProperty'),
      schema('urn:x:y:User', 'ok').replace('{', '{"__proto__":{"required":true},'),
    ]) {
      expect((await api('POST', '/v1/scim/schemas', body)).status, body).to.equal(422);
    }
    for (const mapping of [
      '{"__proto__":"userName"}',
      '{"constructor":"userName"}',
      '{"email":"__proto__"}',
      '{"email":"constructor.name"}',
      '{"email":"name.__proto__"}',
      '{"email":"emails[__proto__ pr].value"}',
    ]) {
      const body = `{"name":"n","profile":"generic","mapping":${mapping}}`;
      expect((await api('POST', '/v1/scim/connections', body)).status, mapping).to.equal(422);
    }
  });

  it('as bulkIds, methods, paths and keys of a Bulk', async () => {
    const ada = `{"schemas":["${USER}"],"userName":"${uuidv7()}","__proto__":{"active":false}}`;
    const group = `{"schemas":["${GROUP}"],"displayName":"${uuidv7()}","members":[{"value":"bulkId:__proto__"}]}`;
    const body = `{"schemas":["${BULK}"],"Operations":[
      {"method":"POST","path":"/Groups","bulkId":"constructor","data":${group}},
      {"method":"POST","path":"/Users","bulkId":"__proto__","data":${ada}},
      {"__proto__":{"method":"DELETE"},"path":"/Users/x"},
      {"method":"__proto__","path":"/Users"},
      {"method":"POST","path":"/__proto__","bulkId":"a","data":{}},
      {"method":"DELETE","path":"/Users/constructor"}]}`;
    const answer = await client.request('POST', '/Bulk', { body });
    expect(answer.status, answer.text).to.equal(200);
    const done = answer.body.Operations;
    expect(done.map(({ status }) => status)).to.deep.equal([
      ...['201', '201', '405', '405', '400', '404'],
    ]);
    const [groupId, adaId] = done.map(({ location }) => location?.split('/').at(-1));
    const made = (await client.request('GET', `/Users/${adaId}`)).body;
    expect(made.active, 'a prototype gives no attributes').to.equal(true);
    const { members } = (await client.request('GET', `/Groups/${groupId}`)).body;
    expect(members[0]?.value).to.equal(adaId);
  });

  it('as values of a PATCH without a path: none is taken over', async () => {
    const { id } = await user();
    const before = (await client.request('GET', `/Users/${id}`)).body;
    for (const value of [
      '{"__proto__.polluted":"1"}',
      '{"__proto__":{"title":"p"}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '{"name":{"__proto__":{"givenName":"x"}}}',
      '{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"__proto__":{"department":"x"}}}',
      '{"urn:__proto__:2.0:User":{"polluted":1}}',
    ]) {
      const body = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","value":${value}}]}`;
      const { status } = await client.request('PATCH', `/Users/${id}`, { body });
      expect(status, value).to.be.oneOf([200, 400]);
    }
    expect((await client.request('GET', `/Users/${id}`)).body).to.deep.equal(before);
  });

  it('in searches, paths and lists of attributes', async () => {
    const search = `{"schemas":["${SEARCH}"],"__proto__":{"filter":"userName eq 1"},"count":0}`;
    const found = await client.request('POST', '/Users/.search', { body: search });
    expect(found.status, found.text).to.equal(200);
    for (const path of [
      ...['/__proto__', '/constructor', '/Users/__proto__', '/Groups/constructor'],
      ...['/Schemas/__proto__', '/ResourceTypes/constructor', '/Bulk/__proto__'],
    ]) {
      expect((await client.request('GET', path)).status, path).to.equal(404);
    }
    const { id } = await user();
    const query = 'attributes=__proto__,constructor.name,userName';
    const shown = (await client.request('GET', `/Users/${id}?${query}`)).body;
    expect(Object.keys(shown).toSorted()).to.deep.equal(['id', 'schemas', 'userName']);
  });

  it('U+0000 in any value -> 400, or is not kept; never an error of the database', async () => {
    const { id } = await user();
    const nul = 'a\u0000b';
    const calls: [string, string, unknown?][] = [
      ['POST', '/Users', { schemas: [USER], userName: nul }],
      ['POST', '/Users', { schemas: [USER], userName: uuidv7(), title: nul }],
      ['POST', '/Users', { schemas: [USER], userName: uuidv7(), externalId: nul }],
      ['PATCH', `/Users/${id}`, patch({ op: 'add', path: 'nickName', value: nul })],
      ['POST', '/Groups', { schemas: [GROUP], displayName: nul }],
      ['POST', '/Groups', { schemas: [GROUP], displayName: uuidv7(), members: [{ value: nul }] }],
      ['GET', `/Users?${filtered(`userName eq "${nul}"`)}`],
      ['GET', `/Users?${filtered('userName eq "a\\u0000b"')}`],
      ['GET', `/Users?${filtered('title co "\\u0000"')}`],
      ['GET', '/Users/%00'],
      ['GET', '/Schemas/%00'],
      ['GET', `/Users?sortBy=${encodeURIComponent(nul)}`],
      ['GET', '/Bulk/%00'],
      ['POST', '/SecurityEvents', { ack: [nul], setErrs: { [nul]: { err: nul } } }],
      ['GET', '/Users?cursor=%00'],
    ];
    for (const [method, path, body] of calls) {
      const { status } = await client.request(method, path, { body });
      expect(status, `${method} ${path} ${JSON.stringify(body)}`).to.be.oneOf([200, 201, 400, 404]);
    }
  });
});
