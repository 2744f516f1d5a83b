import { expect } from 'chai';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { GROUP, type TestClient, testScim, USER } from '../testing/test-scim.ts';

interface Problem {
  code: string;
  errors?: { pointer: string; detail: string }[];
}

describe('SCIM connections', () => {
  const scim = testScim({ WORKERS: '0' });
  let seed: Seed;

  before(async () => {
    seed = createSeed(scim.hub);
  });

  const path = ({ connectionId }: TestClient) => `/v1/scim/connections/${connectionId}`;
  const create = async (client: TestClient, given: object) => {
    const body = { schemas: [USER], ...given };
    return (await client.request('POST', '/Users', { body })).body.id;
  };
  const peopleNamed = async (q: string) =>
    (await seed.call<{ data: { id: string; displayName: string }[] }>('GET', `/v1/people?q=${q}`))
      .data;

  it('are changed at the version that was read', async () => {
    const client = await scim.connect();
    const change = (version: number) =>
      scim.hub.request('PATCH', path(client), {
        body: { name: 'Other' },
        headers: { 'If-Match': `"${version}"` },
      });
    expect((await change(1)).body).to.include({ name: 'Other', version: 2 });
    expect((await change(1)).status).to.equal(412);
  });

  it('keep no mapping that cannot be read, or names what no User has', async () => {
    const { status, body } = await scim.hub.request('POST', '/v1/scim/connections', {
      body: {
        ...{ name: 'X', profile: 'generic' },
        mapping: { email: 'emails[type eq', locale: 'nothing', timeZone: null, givenName: 'title' },
      },
    });
    expect(status).to.equal(422);
    const { errors } = body as Problem;
    expect(errors?.map(({ pointer }) => pointer)).to.deep.equal([
      ...['/mapping/email', '/mapping/locale'],
    ]);
  });

  it('show what a mapping makes of a User before it is kept', async () => {
    const client = await scim.connect();
    const userId = await create(client, {
      ...{ userName: 'ada', displayName: 'Ada', nickName: 'A.' },
      emails: [
        { value: 'home@x.org', type: 'home' },
        { value: 'work@x.org', type: 'work' },
      ],
    });
    const preview = async (body: object) =>
      await seed.call<{ person: object; current: object }>(
        ...(['POST', `${path(client)}/mapping-preview`, body] as const),
      );
    const mapping = { displayName: 'nickName', email: 'emails[type eq "home"].value' };
    const known = await preview({ userId, mapping });
    expect(known.person).to.include({ displayName: 'A.', email: 'home@x.org', userName: 'ada' });
    expect(known.current).to.include({ displayName: 'Ada', email: 'work@x.org' });
    const sent = await preview({ user: { schemas: [USER], userName: 'Eve', title: 'Dr' } });
    expect(sent).to.deep.include({ current: null });
    expect(sent.person).to.include({ displayName: 'Eve', userName: 'eve' });
    const wrong = await scim.hub.request('POST', `${path(client)}/mapping-preview`, {
      body: { user: { schemas: [USER] } },
    });
    expect((wrong.body as Problem).errors?.[0]?.pointer).to.equal('/user');
    const both = { userId, user: {} };
    const refused = await scim.hub.request('POST', `${path(client)}/mapping-preview`, {
      body: both,
    });
    expect(refused.status).to.equal(422);
  });

  it('recognise people of another connection by their rule', async () => {
    const first = await scim.connect();
    const second = await scim.connect({ linking: 'user_name' });
    await create(first, { userName: 'linked', displayName: 'Linked Person' });
    await create(second, { userName: 'LINKED', displayName: 'Other name' });
    expect(await peopleNamed('Linked')).to.have.length(1);
    expect(await peopleNamed('Other name')).to.have.length(0);
  });

  it('once deleted leave people and groups behind, but no role of their rules', async () => {
    const client = await scim.connect();
    const userId = await create(client, { userName: 'stays', displayName: 'Stays Here' });
    const rules = `/v1/connections/${client.connectionId}/rules`;
    const rule = { group: { by: 'name', key: 'admins' }, grant: { role: 'admin' } };
    await seed.call('POST', rules, rule);
    await client.request('POST', '/Groups', {
      body: {
        schemas: [GROUP],
        ...{ displayName: 'Admins', members: [{ value: userId }] },
      },
    });
    const [person] = await peopleNamed('Stays');
    const roles = () => seed.call<{ data: object[] }>('GET', `/v1/people/${person?.id}/roles`);
    expect((await roles()).data).to.have.length(1);
    expect((await scim.hub.request('DELETE', path(client))).status).to.equal(204);
    expect((await roles()).data).to.have.length(0);
    expect(await peopleNamed('Stays')).to.have.length(1);
    const { data } = await seed.call<{ data: object[] }>('GET', '/v1/groups?q=Admins');
    expect(data[0]).to.include({ source: 'local', externalId: null, members: 1 });
  });

  it('hand out no role to who may not hand out roles', async () => {
    const client = await scim.connect();
    const { key } = await seed.key({ role: 'admin', scopes: ['connections:write'] });
    const body = { group: { by: 'name', key: 'a' }, grant: { role: 'admin' } };
    const { status } = await scim.hub.request(
      ...(['POST', `/v1/connections/${client.connectionId}/rules`, { key, body }] as const),
    );
    expect(status).to.equal(403);
  });

  it('leave their marks in the audit log, without secrets', async () => {
    const client = await scim.connect();
    const { token } = await seed.call<{ token: string }>('POST', `${path(client)}/tokens`, {});
    const { data } = await seed.call<{ data: { action: string; subject: { id: string } }[] }>(
      ...(['GET', '/v1/audit-entries?limit=200'] as const),
    );
    const ours = data.filter(({ subject }) => subject.id === client.connectionId);
    expect(ours.map(({ action }) => action).sort()).to.deep.equal([
      ...['scim_connection.created', 'scim_connection.token_created'],
    ]);
    expect(JSON.stringify(ours)).to.not.include(token).and.not.include(client.token);
  });
});
