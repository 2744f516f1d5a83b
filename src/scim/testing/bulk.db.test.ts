import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { BULK, ENTERPRISE, GROUP, patch, type TestClient, testScim, USER } from './test-scim.ts';

describe('SCIM Bulk (RFC 7644 3.7)', () => {
  const scim = testScim();
  let client: TestClient;

  before(async () => {
    client = await scim.connect();
  });

  const bulk = (operations: object[], more: object = {}, headers: Record<string, string> = {}) =>
    client.request('POST', '/Bulk', {
      body: { schemas: [BULK], Operations: operations, ...more },
      headers,
    });
  const user = (bulkId: string, data: object = {}) => ({
    method: 'POST',
    path: '/Users',
    bulkId,
    data: { schemas: [USER], userName: uuidv7(), ...data },
  });
  const group = (bulkId: string, members: string[]) => ({
    method: 'POST',
    path: '/Groups',
    bulkId,
    data: {
      schemas: [GROUP],
      displayName: uuidv7(),
      members: members.map((value) => ({ value })),
    },
  });
  const statuses = (body: { Operations: { status: string }[] }) =>
    body.Operations.map(({ status }) => status);
  const idOf = (done?: { location: string }) => done?.location.split('/').at(-1) ?? '';
  const membersOf = async (id = ''): Promise<string[]> =>
    ((await client.request('GET', `/Groups/${id}`)).body.members ?? []).map(
      ({ value }: { value: string }) => value,
    );

  it('answers each operation with its method, bulkId, version, location and status', async () => {
    const { status, body } = await bulk([user('ada')]);
    expect(status).to.equal(200);
    expect(body.schemas).to.deep.equal(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
    const [made] = body.Operations;
    expect(made).to.include({ method: 'POST', bulkId: 'ada', status: '201', version: 'W/"1"' });
    const path = `/Users/${idOf(made)}`;
    const { body: later } = await bulk([
      { method: 'PATCH', path, data: patch({ op: 'add', path: 'title', value: 'T' }) },
      { method: 'PUT', path, version: 'W/"1"', data: { schemas: [USER], userName: uuidv7() } },
      { method: 'PUT', path, version: 'W/"2"', data: { schemas: [USER], userName: uuidv7() } },
      { method: 'DELETE', path },
      { method: 'DELETE', path },
    ]);
    expect(statuses(later)).to.deep.equal(['200', '412', '200', '204', '404']);
    const missing = later.Operations.at(-1);
    expect(missing?.response).to.include({ status: '404' });
    expect(missing?.location).to.match(/\/scim\/v2\/Users\//);
  });

  it('3.7.2 a bulkId stands for the id, in data and in paths, whatever the order', async () => {
    const { body } = await bulk([
      group('staff', ['bulkId:ada', 'bulkId:bob']),
      user('ada', { [ENTERPRISE]: { manager: { value: 'bulkId:bob' } } }),
      user('bob'),
      {
        method: 'PATCH',
        path: '/Users/bulkId:bob',
        data: patch({ op: 'add', path: 'title', value: 'Boss' }),
      },
    ]);
    expect(statuses(body)).to.deep.equal(['201', '201', '201', '200']);
    const [staff, ada, bob] = body.Operations.map((done) => idOf(done));
    expect((await membersOf(staff)).toSorted()).to.deep.equal([ada, bob].toSorted());
    const { body: shown } = await client.request('GET', `/Users/${ada}`);
    expect(shown[ENTERPRISE].manager.value).to.equal(bob);
    expect((await client.request('GET', `/Users/${bob}`)).body.title).to.equal('Boss');
  });

  it('3.7.1 circles of groups, and of managers, are closed', async () => {
    const manager = (bulkId: string) => ({
      [ENTERPRISE]: { manager: { value: `bulkId:${bulkId}` } },
    });
    const { body } = await bulk([
      group('a', ['bulkId:b', 'bulkId:u']),
      group('b', ['bulkId:c']),
      group('c', ['bulkId:a']),
      user('u', manager('v')),
      user('v', manager('u')),
    ]);
    expect(statuses(body)).to.deep.equal(['201', '201', '201', '201', '201']);
    const [a, b, c, u, v] = body.Operations.map((done) => idOf(done));
    expect((await membersOf(a)).toSorted()).to.deep.equal([b, u].toSorted());
    expect(await membersOf(b)).to.deep.equal([c]);
    expect(await membersOf(c)).to.deep.equal([a]);
    for (const [id, boss] of [
      [u, v],
      [v, u],
    ]) {
      const { body: shown } = await client.request('GET', `/Users/${id}`);
      expect(shown[ENTERPRISE].manager.value).to.equal(boss);
    }
    const closed = body.Operations[2];
    const { meta } = (await client.request('GET', `/Groups/${c}`)).body;
    expect(closed?.version).to.equal(meta.version);
  });

  it('a bulkId that nothing has -> invalidValue; two of one -> the Bulk is refused', async () => {
    const { body } = await bulk([group('g', ['bulkId:nobody'])]);
    expect(body.Operations[0]).to.deep.include({ status: '400' });
    expect(body.Operations[0]?.response.scimType).to.equal('invalidValue');
    const failed = await bulk([user('x', { userName: null }), group('h', ['bulkId:x'])]);
    expect(statuses(failed.body)).to.deep.equal(['400', '400']);
    expect((await bulk([user('twin'), user('twin')])).status).to.equal(400);
  });

  it('failOnErrors stops after so many errors; without it all are done', async () => {
    const wrong = { method: 'DELETE', path: `/Users/${uuidv7()}` };
    const operations = [wrong, user('a'), wrong, user('b')];
    expect(statuses((await bulk(operations, { failOnErrors: 2 })).body)).to.deep.equal([
      '404',
      '201',
      '404',
    ]);
    const all = (await bulk([wrong, user('c'), wrong, user('d')])).body;
    expect(statuses(all)).to.deep.equal(['404', '201', '404', '201']);
  });

  it('paths and methods that are none -> an error of that operation', async () => {
    const { body } = await bulk([
      { method: 'GET', path: '/Users' },
      { method: 'POST', path: '/Me', data: {} },
      { method: 'PUT', path: '/Users', data: {} },
      { method: 'DELETE', path: 'https://elsewhere.example/Users/1' },
      { method: 'DELETE', path: '/Users/../Groups/1' },
    ]);
    expect(statuses(body)).to.deep.equal(['405', '400', '405', '400', '400']);
  });

  it('more than maxOperations or maxPayloadSize -> 413', async () => {
    const { bulk: limits } = (await client.request('GET', '/ServiceProviderConfig')).body;
    const many = Array.from({ length: limits.maxOperations + 1 }, () => ({
      method: 'X',
      path: '',
    }));
    const tooMany = await bulk(many);
    expect([tooMany.status, tooMany.body.status]).to.deep.equal([413, '413']);
    const large = await bulk([user('x', { title: 'x'.repeat(limits.maxPayloadSize) })]);
    expect(large.status).to.equal(413);
  });

  it('RFC 9967: respond-async is taken with a transaction, and answered later', async () => {
    const operations = [user('ada'), group('staff', ['bulkId:ada'])];
    const taken = await bulk(operations, {}, { Prefer: 'respond-async' });
    expect([taken.status, taken.text]).to.deep.equal([202, '']);
    expect(taken.headers.get('Preference-Applied')).to.equal('respond-async');
    const txn = taken.headers.get('Set-Txn') ?? '';
    expect(taken.headers.get('Location')).to.match(new RegExp(`/scim/v2/Bulk/${txn}$`));
    let answer = await client.request('GET', `/Bulk/${txn}`);
    while (answer.status === 202) {
      await sleep(50);
      answer = await client.request('GET', `/Bulk/${txn}`);
    }
    expect(statuses(answer.body)).to.deep.equal(['201', '201']);
    const other = await scim.connect();
    expect((await other.request('GET', `/Bulk/${txn}`)).status).to.equal(404);
  });

  it('RFC 7240: who would wait is answered at once when it is done in time', async () => {
    const { status, body } = await bulk([user('a')], {}, { Prefer: 'respond-async, wait=20' });
    expect(status).to.equal(200);
    expect(statuses(body)).to.deep.equal(['201']);
  });
});
