import { expect } from 'chai';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { listAssignments } from '../../study/assignment.store.ts';
import { seedStudy } from '../../study/test-study.ts';
import { type Connection, groupKey } from '../connections/connection.ts';
import { removeConnection } from '../connections/remove-connection.ts';
import { testConnection, testTold } from '../connections/test-connection.ts';
import { deleteMembership, insertMemberships } from '../group.store.ts';
import { createGroup, deleteGroup, removeMember, updateGroup } from '../group.ts';
import { provisionPerson } from '../provisioning/provision.ts';
import { setActive } from '../provisioning/set-active.ts';
import { listRoleGrants } from '../role-grant.store.ts';
import { grantRole, revokeRole } from '../role-grant.ts';
import { applyGroupRules, reconcileRules } from './apply-rules.ts';
import { makeRule } from './make-rule.ts';
import { deleteRule } from './rule.store.ts';
import type { GroupMatch, RuleGrant } from './rule.ts';

describe('rules of groups', () => {
  let database: Database;
  let tenantId: string;
  let connection: Connection;
  let personId: string;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
    connection = await inTenant((db) => testConnection(db));
    ({ personId } = await inTenant((db) =>
      provisionPerson(db, { connection, person: testTold() }),
    ));
  });

  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  const group = async (name: string, theirs = uuidv7(), of = connection) => {
    const input = { name, externalId: groupKey(of.id, theirs) };
    return (await inTenant((db) => createGroup(db, { input, source: of.kind }))).id;
  };
  const rule = (match: GroupMatch, grant: RuleGrant, of = connection) =>
    inTenant((db) => makeRule(db, { connectionId: of.id, group: match, grant }));
  const named = (key: string) => ({ by: 'name', key }) as const;
  const join = (groupId: string) =>
    inTenant(async (db) => {
      await insertMemberships(db, { groupId, personIds: [personId] });
      await applyGroupRules(db, { connection, groupId, added: [personId], removed: [] });
    });
  const leave = (groupId: string) =>
    inTenant(async (db) => {
      await deleteMembership(db, { groupId, personId });
      await applyGroupRules(db, { connection, groupId, added: [], removed: [personId] });
    });
  const roles = async () => {
    const grants = await inTenant((db) => listRoleGrants(db, personId));
    return grants.map(({ role }) => role).sort();
  };
  const assigned = async (groupId: string) => {
    const filter = {
      deckId: undefined,
      courseId: undefined,
      personId: undefined,
      groupId,
      withRetired: false,
    };
    const made = await inTenant((db) =>
      listAssignments(db, { ...filter, after: undefined, limit: 10 }),
    );
    return made.map(({ deckId, mode }) => ({ deckId, mode }));
  };

  it('give a role with the group, and take it back with it', async () => {
    await rule(named('teachers'), { role: 'program_coordinator' });
    const id = await group('Teachers');
    expect(await roles()).to.deep.equal([]);
    await join(id);
    expect(await roles()).to.deep.equal(['program_coordinator']);
    await leave(id);
    expect(await roles()).to.deep.equal([]);
  });

  it('hold at once for who is in the group, until they are deleted', async () => {
    const id = await group('IT', 'guid-1');
    await join(id);
    expect(await roles()).to.deep.equal([]);
    const made = await rule({ by: 'external_id', key: 'guid-1' }, { role: 'admin' });
    expect(await roles()).to.deep.equal(['admin']);
    await inTenant(async (db) => {
      await deleteRule(db, made);
      await reconcileRules(db);
    });
    expect(await roles()).to.deep.equal([]);
  });

  it('leave what was given by hand, before or after', async () => {
    await rule(named('g'), { role: 'institution_admin' });
    const input = { role: 'institution_admin' } as const;
    const grant = () => inTenant((db) => grantRole(db, { personId, input }));
    const id = await group('g');
    const byHand = await grant();
    await join(id);
    await leave(id);
    expect(await roles()).to.deep.equal(['institution_admin']);
    await inTenant((db) => revokeRole(db, { id: byHand.id, personId }));
    await join(id);
    await grant();
    await leave(id);
    expect(await roles()).to.deep.equal(['institution_admin']);
  });

  it('of two groups hold while one is left', async () => {
    await rule(named('a'), { role: 'program_coordinator' });
    await rule(named('b'), { role: 'program_coordinator' });
    const [a, b] = [await group('a'), await group('b')];
    await join(a);
    await join(b);
    await leave(a);
    expect(await roles()).to.deep.equal(['program_coordinator']);
    await leave(b);
    expect(await roles()).to.deep.equal([]);
  });

  it('are of their own connection: a group of another of that name gives nothing', async () => {
    await rule(named('admins'), { role: 'admin' });
    const other = await inTenant((db) => testConnection(db));
    await join(await group('admins', 'x', other));
    const byHand = await inTenant((db) =>
      createGroup(db, { input: { name: 'admins' }, source: 'local' }),
    );
    await join(byHand.id);
    expect(await roles()).to.deep.equal([]);
  });

  it('a name or an id with wildcards means itself', async () => {
    await rule(named('%'), { role: 'admin' });
    await rule({ by: 'external_id', key: '' }, { role: 'institution_admin' });
    await join(await group('anything', 'x'));
    expect(await roles()).to.deep.equal([]);
  });

  it('follow the name of a group', async () => {
    await rule(named('b'), { role: 'program_coordinator' });
    const id = await group('a');
    await join(id);
    const rename = (name: string) =>
      inTenant(async (db) => {
        await updateGroup(db, { id, changes: { name } });
        await reconcileRules(db, id);
      });
    await rename('B');
    expect(await roles()).to.deep.equal(['program_coordinator']);
    await rename('c');
    expect(await roles()).to.deep.equal([]);
  });

  it('are over for whoever is taken out of the group by hand', async () => {
    await rule(named('a'), { role: 'program_coordinator' });
    const groupId = await group('a');
    await join(groupId);
    await inTenant((db) => removeMember(db, { groupId, personId }));
    expect(await roles()).to.deep.equal([]);
  });

  it('are over with the group and with the connection', async () => {
    await rule(named('a'), { role: 'program_coordinator' });
    const first = await group('a');
    await join(first);
    await inTenant((db) => deleteGroup(db, { id: first }));
    expect(await roles()).to.deep.equal([]);
    const second = await group('a');
    await join(second);
    await inTenant((db) => removeConnection(db, { id: connection.id, kind: 'scim' }));
    expect(await roles()).to.deep.equal([]);
  });

  it('assign a deck to the group once, and offer it no more when the rule is gone', async () => {
    const { deckId } = await inTenant((db) => seedStudy(db, { prompts: 1 }));
    const id = await group('Starters');
    await join(id);
    const made = await rule(named('starters'), { deckId, mode: 'test' });
    expect(await assigned(id)).to.deep.equal([{ deckId, mode: 'test' }]);
    await leave(id);
    await join(id);
    expect(await assigned(id)).to.have.length(1);
    await inTenant(async (db) => {
      await deleteRule(db, made);
      await reconcileRules(db);
    });
    expect(await assigned(id)).to.deep.equal([]);
  });

  it('assign to a group that comes later, and again to one that has its name back', async () => {
    const { deckId } = await inTenant((db) => seedStudy(db, { prompts: 1 }));
    await rule(named('Starters'), { deckId, mode: 'study' });
    const id = await group('Starters');
    const rename = (name: string) =>
      inTenant(async (db) => {
        await updateGroup(db, { id, changes: { name } });
        await reconcileRules(db, id);
      });
    await join(id);
    await rename('Others');
    expect(await assigned(id)).to.deep.equal([]);
    await rename('Starters');
    expect(await assigned(id)).to.have.length(1);
  });

  it('are of decks that are published, and not made twice', async () => {
    const codeOf = (grant: RuleGrant) =>
      rule(named('a'), grant).then(
        () => 'made',
        ({ code }) => code,
      );
    expect(await codeOf({ deckId: uuidv7(), mode: 'study' })).to.equal('not_published');
    expect(await codeOf({ role: 'user' })).to.equal('made');
    expect(await codeOf({ role: 'user' })).to.equal('conflict');
  });

  it('a deactivated member has what the group gives when they are back', async () => {
    await rule(named('a'), { role: 'program_coordinator' });
    await join(await group('a'));
    for (const active of [false, true]) {
      await inTenant((db) => setActive(db, { connection, personId, active, by: 'test' }));
    }
    expect(await roles()).to.deep.equal(['program_coordinator']);
  });
});
