import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import {
  ENTERPRISE,
  filtered,
  GROUP,
  patch,
  type TestClient,
  testScim,
  USER,
} from './test-scim.ts';

describe('SCIM as other identity providers speak it', () => {
  const scim = testScim();

  describe('Okta', () => {
    let okta: TestClient;
    before(async () => {
      okta = await scim.connect({ profile: 'okta' });
    });

    const newUser = (change: object = {}) => {
      const name = `${uuidv7()}@example.org`;
      return {
        schemas: [USER],
        userName: name,
        name: { givenName: 'Test', familyName: 'User' },
        emails: [{ primary: true, value: name, type: 'work' }],
        displayName: 'Test User',
        locale: 'en-US',
        externalId: uuidv7(),
        groups: [],
        password: '1mz050nq',
        active: true,
        ...change,
      };
    };
    const made = async (path: string, body: object) => {
      const answer = await okta.request('POST', path, { body });
      expect(answer.status, answer.text).to.equal(201);
      return answer.body;
    };

    it('asks for a user name with startIndex=1&count=100', async () => {
      const user = newUser();
      const query = `${filtered(`userName eq "${user.userName}"`)}&startIndex=1&count=100`;
      const before = await okta.request('GET', `/Users?${query}`);
      expect(before.body).to.deep.include({ totalResults: 0, startIndex: 1, itemsPerPage: 0 });
      await made('/Users', user);
      const after = await okta.request('GET', `/Users?${query}`);
      expect(after.body).to.deep.include({ totalResults: 1, startIndex: 1, itemsPerPage: 1 });
    });

    it('posts a password and groups: neither is kept, no password is ever shown', async () => {
      const answer = await okta.request('POST', '/Users', { body: newUser() });
      expect(answer.status).to.equal(201);
      expect(answer.text).not.to.include('1mz050nq').and.not.to.include('password');
      expect(answer.body).not.to.have.property('groups');
    });

    it('puts the whole user, also to deactivate', async () => {
      const user = newUser();
      const { id, meta } = await made('/Users', user);
      const put = await okta.request('PUT', `/Users/${id}`, {
        body: { ...user, id, meta, active: false, name: { givenName: 'Other' } },
      });
      expect(put.status, put.text).to.equal(200);
      expect(put.body).to.deep.include({ id, active: false, name: { givenName: 'Other' } });
      const silent = await okta.request('PUT', `/Users/${id}`, {
        body: { schemas: [USER], userName: user.userName },
      });
      expect(silent.body.active, 'nobody comes back by an omission').to.equal(false);
      expect(silent.body).not.to.have.any.keys('emails', 'name', 'locale');
    });

    it('deactivates and reactivates by replace without a path', async () => {
      const { id } = await made('/Users', newUser());
      for (const active of [false, true]) {
        const body = patch({ op: 'replace', value: { active } });
        const answer = await okta.request('PATCH', `/Users/${id}`, { body });
        expect(answer.status).to.equal(200);
        expect(answer.body.active).to.equal(active);
      }
    });

    it('renames a group and repeats its id; another id is refused', async () => {
      const { id } = await made('/Groups', {
        schemas: [GROUP],
        displayName: uuidv7(),
        members: [],
      });
      const [displayName, other] = [uuidv7(), uuidv7()];
      const rename = (groupId: string) =>
        okta.request('PATCH', `/Groups/${id}`, {
          body: patch({ op: 'replace', value: { id: groupId, displayName } }),
        });
      expect((await rename(id)).status).to.be.oneOf([200, 204]);
      expect((await okta.request('GET', `/Groups/${id}`)).body.displayName).to.equal(displayName);
      expect((await rename(other)).body.scimType).to.equal('mutability');
    });

    it('removes by filter, adds and replaces members in one PATCH; an empty list empties', async () => {
      const ids = await Promise.all(
        [1, 2, 3].map(async () => (await made('/Users', newUser())).id),
      );
      const [a, b, c] = ids;
      const { id } = await made('/Groups', {
        schemas: [GROUP],
        displayName: uuidv7(),
        members: [{ value: a, display: 'Test User' }],
      });
      const members = async (...operations: object[]) => {
        const answer = await okta.request('PATCH', `/Groups/${id}`, { body: patch(...operations) });
        expect(answer.status, answer.text).to.be.oneOf([200, 204]);
        const { body } = await okta.request('GET', `/Groups/${id}`);
        return (body.members ?? []).map(({ value }: { value: string }) => value).toSorted();
      };
      expect(
        await members(
          { op: 'remove', path: `members[value eq "${a}"]` },
          { op: 'add', path: 'members', value: [{ value: b, display: 'b' }] },
        ),
      ).to.deep.equal([b]);
      expect(
        await members({ op: 'replace', path: 'members', value: [{ value: a }, { value: c }] }),
      ).to.deep.equal([a, c].toSorted());
      expect(await members({ op: 'replace', path: 'members', value: [] })).to.deep.equal([]);
    });

    it('401 and 404 have status and detail', async () => {
      const missing = await okta.request('GET', `/Users/${uuidv7()}`);
      expect(missing.body).to.include({ status: '404' }).and.to.have.property('detail');
      const bad = await scim.hub.request('GET', '/scim/v2/Users', { key: 'wrong' });
      expect(bad.status).to.equal(401);
      expect(bad.body).to.include({ status: '401' }).and.to.have.property('detail');
    });
  });

  it('JumpCloud makes and deletes a user and a group when it is turned on', async () => {
    const jumpcloud = await scim.connect({ profile: 'jumpcloud' });
    const user = await jumpcloud.request('POST', '/Users', {
      body: { schemas: [USER], userName: `jc-${uuidv7()}`, active: true, name: { givenName: 'T' } },
    });
    const group = await jumpcloud.request('POST', '/Groups', {
      body: { schemas: [GROUP], displayName: `jc-${uuidv7()}`, members: [{ value: user.body.id }] },
    });
    expect([user.status, group.status]).to.deep.equal([201, 201]);
    const removal = { op: 'remove', path: 'members', value: [{ value: user.body.id }] };
    const at = `/Groups/${group.body.id}`;
    expect((await jumpcloud.request('PATCH', at, { body: patch(removal) })).status).to.equal(204);
    expect((await jumpcloud.request('GET', at)).body).not.to.have.property('members');
    expect((await jumpcloud.request('DELETE', `/Users/${user.body.id}`)).status).to.equal(204);
    expect((await jumpcloud.request('DELETE', at)).status).to.equal(204);
  });

  it('SailPoint reads what is supported, each resource type by itself', async () => {
    const sailpoint = await scim.connect();
    for (const path of [
      '/ServiceProviderConfig',
      '/ResourceTypes',
      '/Schemas',
      '/ResourceTypes/User',
      '/ResourceTypes/Group',
    ]) {
      const { status, body } = await sailpoint.request('GET', path);
      expect(status, path).to.equal(200);
      expect(body.schemas, path).to.have.length(1);
    }
    const type = (await sailpoint.request('GET', '/ResourceTypes/User')).body;
    expect(type).to.deep.include({ id: 'User', endpoint: '/Users', schema: USER });
    expect(type.schemaExtensions).to.deep.include({ schema: ENTERPRISE, required: false });
    const { status } = await sailpoint.request('GET', `/Schemas?${filtered('id eq "x"')}`);
    expect(status, 'RFC 7644 4: no filters there').to.equal(403);
  });

  it('Google Workspace probes with Users?count=1', async () => {
    const google = await scim.connect({ profile: 'google' });
    const { status, body } = await google.request('GET', '/Users?count=1');
    expect(status).to.equal(200);
    expect(body).to.deep.include({ totalResults: 0, Resources: [] });
  });
});
