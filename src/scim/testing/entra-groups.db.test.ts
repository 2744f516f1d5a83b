import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { connectEntra, type Entra } from './test-entra.ts';
import { filtered, GROUP, testScim } from './test-scim.ts';

/** Cases of groups alone. */
describe('groups as Microsoft Entra ID sends them', () => {
  const scim = testScim();
  let entra: Entra;

  before(async () => {
    entra = await connectEntra(scim);
  });

  it('11. members come and go in each of its forms; nobody else does', async () => {
    const [a, b, c] = [(await entra.user()).id, (await entra.user()).id, (await entra.user()).id];
    const { id } = await entra.group([a]);
    const at = `/Groups/${id}`;
    const now = async (...operations: object[]) => {
      await entra.change(at, ...operations);
      return (await entra.members(id)).toSorted();
    };
    const add = (value: string) => ({
      op: 'Add',
      path: 'members',
      value: [{ $ref: null, value }],
    });
    expect(await now(add(b))).to.deep.equal([a, b].toSorted());
    expect(await now(add(b))).to.deep.equal([a, b].toSorted());
    expect(await now(add(c))).to.deep.equal([a, b, c].toSorted());
    const legacy = { op: 'Remove', path: 'members', value: [{ $ref: null, value: b }] };
    expect(await now(legacy)).to.deep.equal([a, c].toSorted());
    expect(await now({ op: 'Remove', path: `members[value eq "${a}"]` })).to.deep.equal([c]);
    expect(
      await now({ op: 'Add', path: 'members', value: [{ value: a }, { value: b }] }),
    ).to.deep.equal([a, b, c].toSorted());
  });

  it('11. many members in one PATCH, and in one operation each', async () => {
    const { id } = await entra.group();
    const users = await Promise.all(Array.from({ length: 60 }, () => entra.user()));
    const ids = users.map((one): string => one.id);
    const [early, late] = [ids.slice(0, 40), ids.slice(40)];
    await entra.change(
      `/Groups/${id}`,
      { op: 'Add', path: 'members', value: early.map((value) => ({ $ref: null, value })) },
      ...late.map((value) => ({ op: 'Add', path: 'members', value: [{ $ref: null, value }] })),
    );
    expect((await entra.members(id)).toSorted()).to.deep.equal(ids.toSorted());
    const gone = early.map((value) => ({ op: 'Remove', path: 'members', value: [{ value }] }));
    await entra.change(`/Groups/${id}`, ...gone);
    expect((await entra.members(id)).toSorted()).to.deep.equal(late.toSorted());
  });

  it('12. groups without their members, by name and by id', async () => {
    const { id, displayName } = await entra.group([(await entra.user()).id]);
    const query = `excludedAttributes=members&${filtered(`displayName eq "${displayName}"`)}`;
    const list = (await entra.request('GET', `/Groups?${query}`)).body;
    expect(list.Resources.map((one: object) => Object.keys(one).toSorted())).to.deep.equal([
      ['displayName', 'externalId', 'id', 'meta', 'schemas'],
    ]);
    const one = await entra.read(`/Groups/${id}?excludedAttributes=members`);
    expect(one).to.include({ id, displayName }).and.not.to.have.property('members');
  });

  it('13. a Group with a URN of Microsoft that nobody knows', async () => {
    const urn = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
    const answer = await entra.request('POST', '/Groups', {
      body: {
        schemas: [GROUP, urn],
        externalId: uuidv7(),
        displayName: uuidv7(),
        meta: { resourceType: 'Group' },
      },
    });
    expect(answer.status, answer.text).to.equal(201);
  });

  it('16. additions and removals in one PATCH count in their order', async () => {
    const [a, b] = [(await entra.user()).id, (await entra.user()).id];
    const { id: groupId } = await entra.group([a]);
    await entra.change(
      `/Groups/${groupId}`,
      { op: 'Add', path: 'members', value: [{ value: b }] },
      { op: 'Remove', path: `members[value eq "${a}"]` },
    );
    expect(await entra.members(groupId)).to.deep.equal([b]);
  });
});
