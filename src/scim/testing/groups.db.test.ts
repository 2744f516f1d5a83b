import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { GROUP, HUB, patch, type TestClient, testScim, USER } from './test-scim.ts';

describe('SCIM groups', () => {
  const scim = testScim();
  let client: TestClient;

  before(async () => {
    client = await scim.connect();
  });

  async function user(): Promise<{ id: string; personId: string }> {
    const body = { schemas: [USER], userName: uuidv7() };
    const made = (await client.request('POST', '/Users', { body })).body;
    return { id: made.id, personId: made[HUB].personId };
  }
  async function group(...members: string[]): Promise<string> {
    const { body, status, text } = await client.request('POST', '/Groups', {
      body: {
        schemas: [GROUP],
        displayName: uuidv7(),
        members: members.map((value) => ({ value })),
      },
    });
    expect(status, text).to.equal(201);
    return body.id;
  }
  const change = async (id: string, ...operations: object[]) => {
    const answer = await client.request('PATCH', `/Groups/${id}`, { body: patch(...operations) });
    expect(answer.status, answer.text).to.equal(204);
    return answer;
  };
  const add = (...ids: string[]) => ({
    op: 'add',
    path: 'members',
    value: ids.map((value) => ({ value })),
  });
  const remove = (id: string) => ({ op: 'remove', path: `members[value eq "${id}"]` });
  const belong = async (id: string): Promise<string[]> => {
    const { body } = await scim.hub.request('GET', `/v1/people?groupId=${id}&limit=200`);
    return (body as { data: { id: string }[] }).data.map((one) => one.id).toSorted();
  };
  const people = (...users: { personId: string }[]) =>
    users.map(({ personId }) => personId).toSorted();

  it('who is in a group of a group belongs to both, until no way leads there', async () => {
    const [ada, bob] = [await user(), await user()];
    const inner = await group(ada.id);
    const outer = await group(inner, bob.id);
    const top = await group(outer);
    expect(await belong(top)).to.deep.equal(people(ada, bob));
    const { groups } = (await client.request('GET', `/Users/${ada.id}`)).body;
    const types = new Map(groups.map((g: { value: string; type: string }) => [g.value, g.type]));
    expect(types).to.deep.equal(
      new Map([
        [inner, 'direct'],
        [outer, 'indirect'],
        [top, 'indirect'],
      ]),
    );
    await change(outer, add(ada.id));
    await change(inner, remove(ada.id));
    expect(await belong(inner)).to.deep.equal([]);
    expect(await belong(top), 'she is there herself').to.deep.equal(people(ada, bob));
    await change(outer, remove(ada.id));
    expect(await belong(top)).to.deep.equal(people(bob));
    expect((await client.request('DELETE', `/Groups/${outer}`)).status).to.equal(204);
    expect(await belong(top)).to.deep.equal([]);
    expect((await client.request('GET', `/Groups/${top}`)).body).not.to.have.property('members');
  });

  it('circles end: everybody belongs to every group in them', async () => {
    const [ada, bob] = [await user(), await user()];
    const one = await group(ada.id);
    const two = await group(one, bob.id);
    await change(one, add(two));
    expect(await belong(one)).to.deep.equal(people(ada, bob));
    expect(await belong(two)).to.deep.equal(people(ada, bob));
    await change(one, remove(two));
    expect(await belong(one)).to.deep.equal(people(ada));
  });

  it("members that are not the connection's -> 400 invalidValue, and nothing is changed", async () => {
    const other = await scim.connect();
    const foreign = await other.request('POST', '/Users', {
      body: { schemas: [USER], userName: uuidv7() },
    });
    const ada = await user();
    const id = await group();
    for (const stranger of [foreign.body.id, uuidv7(), 'nobody', "' or true --"]) {
      const body = patch(add(ada.id, stranger));
      const answer = await client.request('PATCH', `/Groups/${id}`, { body });
      expect([answer.status, answer.body.scimType]).to.deep.equal([400, 'invalidValue']);
    }
    expect((await client.request('GET', `/Groups/${id}`)).body.meta.version).to.equal('W/"1"');
  });

  it('a PATCH is answered 204, and with what is asked for; one that changes nothing keeps the version', async () => {
    const ada = await user();
    const id = await group(ada.id);
    const { headers } = await change(id, add(ada.id), remove(uuidv7()));
    expect(headers.get('ETag')).to.equal('W/"1"');
    const body = patch({ op: 'replace', path: 'displayName', value: uuidv7() });
    const shown = await client.request('PATCH', `/Groups/${id}?attributes=members`, { body });
    expect(shown.status).to.equal(200);
    expect(Object.keys(shown.body).toSorted()).to.deep.equal(['id', 'members', 'schemas']);
    expect(shown.headers.get('ETag')).to.equal('W/"2"');
  });

  it('a PUT that does not name members leaves them; an empty list takes them', async () => {
    const ada = await user();
    const id = await group(ada.id);
    const put = async (more: object) =>
      (
        await client.request('PUT', `/Groups/${id}`, {
          body: { schemas: [GROUP], displayName: uuidv7(), ...more },
        })
      ).body;
    expect((await put({})).members).to.have.length(1);
    expect(await put({ members: [] })).not.to.have.property('members');
  });

  it('members are found and filtered by', async () => {
    const ada = await user();
    const id = await group(ada.id);
    for (const text of [
      `members.value eq "${ada.id}"`,
      `members[value eq "${ada.id}" and type eq "user"]`,
      `members.$ref ew "/Users/${ada.id}"`,
    ]) {
      const { body } = await client.request('GET', `/Groups?filter=${encodeURIComponent(text)}`);
      expect(
        body.Resources?.map((one: { id: string }) => one.id),
        text,
      ).to.deep.equal([id]);
    }
    const { body } = await client.request(
      'GET',
      `/Users?filter=${encodeURIComponent(`groups.value eq "${id}"`)}`,
    );
    expect(body.Resources.map((one: { id: string }) => one.id)).to.deep.equal([ada.id]);
  });

  it('parallel changes of one group lose nothing', async () => {
    const users = await Promise.all(Array.from({ length: 8 }, user));
    const id = await group();
    await Promise.all(users.map((one) => change(id, add(one.id))));
    expect(await belong(id)).to.deep.equal(people(...users));
    expect((await client.request('GET', `/Groups/${id}`)).body.meta.version).to.equal('W/"9"');
  });

  it('of parallel PATCHes with the same If-Match one is done, the others are answered 412', async () => {
    const users = await Promise.all(Array.from({ length: 6 }, user));
    const id = await group();
    const answers = await Promise.all(
      users.map((one, n) =>
        client.request('PATCH', `/Groups/${id}`, {
          headers: { 'If-Match': 'W/"1"' },
          body: patch(add(one.id), { op: 'replace', path: 'externalId', value: `x${n}` }),
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).to.deep.equal([204, 412, 412, 412, 412, 412]);
    const { body } = await client.request('GET', `/Groups/${id}`);
    expect(body.members).to.have.length(1);
    const done = answers.findIndex(({ status }) => status === 204);
    expect(body).to.include({ externalId: `x${done}` });
    expect(body.members[0]?.value).to.equal(users[done]?.id);
  });

  it('changes of every kind at once wait for one another: none fails, nothing is left over', async () => {
    const users = await Promise.all(Array.from({ length: 12 }, user));
    const groups: string[] = [];
    for (let i = 0; i < 4; i += 1) groups.push(await group(...groups.slice(-1)));
    const userAt = (n: number) => users[n % users.length]?.id ?? '';
    const send = (method: string, path: string, body?: object) =>
      client.request(method, path, { body });
    const answers = await Promise.all(
      Array.from({ length: 90 }, (_, n) => {
        const at = `/Groups/${groups[n % groups.length]}`;
        const one = userAt(n * 7);
        if (n % 9 === 8) return send('DELETE', `/Users/${userAt(Math.floor(n / 9))}`);
        if (n % 3 === 0) return send('PATCH', at, patch(add(one, userAt(n * 5 + 1))));
        if (n % 3 === 1) return send('PATCH', at, patch(remove(one)));
        const active = n % 2 === 0;
        return send('PATCH', `/Users/${one}`, patch({ op: 'replace', value: { active } }));
      }),
    );
    for (const { status, text } of answers) {
      expect(status, text).to.be.oneOf([200, 204, 400, 404]);
    }
    const left = new Set<string>(groups);
    for (const { id } of users) {
      if ((await client.request('GET', `/Users/${id}`)).status === 200) left.add(id);
    }
    for (const id of groups) {
      const { members = [] } = (await client.request('GET', `/Groups/${id}`)).body;
      for (const { value } of members) expect(left.has(value)).to.equal(true);
    }
  }).timeout(60_000);

  it("a role comes and goes by the connection's rule for the group", async () => {
    const displayName = uuidv7();
    const rule = {
      group: { by: 'name', key: displayName },
      grant: { role: 'program_coordinator' },
    };
    const at = `/v1/connections/${client.connectionId}/rules`;
    const made = await scim.hub.request('POST', at, { body: rule });
    expect(made.status, made.text).to.equal(201);
    const ada = await user();
    const { body } = await client.request('POST', '/Groups', {
      body: { schemas: [GROUP], displayName, members: [{ value: ada.id }] },
    });
    const roles = async () => {
      const answer = await scim.hub.request('GET', `/v1/people/${ada.personId}/roles`);
      return (answer.body as { data: { role: string }[] }).data.map(({ role }) => role);
    };
    expect(await roles()).to.deep.equal(['program_coordinator']);
    await change(body.id, remove(ada.id));
    expect(await roles()).to.deep.equal([]);
    await change(body.id, add(ada.id));
    expect((await client.request('DELETE', `/Groups/${body.id}`)).status).to.equal(204);
    expect(await roles()).to.deep.equal([]);
  });
});
