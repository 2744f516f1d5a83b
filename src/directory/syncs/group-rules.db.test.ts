import { expect } from 'chai';
import { insertMemberships } from '../../core/people/group.store.ts';
import { createPerson } from '../../core/people/person.ts';
import { listRoleGrants } from '../../core/people/role-grant.store.ts';
import { makeRule } from '../../core/people/rules/make-rule.ts';
import { testDatabase } from '../../platform/database/test-database.ts';
import { testCompany } from '../testing/test-company.ts';
import { BASE, ldapGroup, ldapPerson } from '../testing/test-directory.ts';
import { listTakenGroups } from './group.store.ts';

describe('rules of groups of a directory', () => {
  it('are over with the group, also for who was added to it by hand', async () => {
    const database = await testDatabase();
    const company = await testCompany(database);
    const { tenantId, connectionId, server } = company;
    const groups = { baseDn: `ou=groups,${BASE}`, filter: null };
    await company.change((c) => ({ ...c, settings: { ...c.settings, groups } }));
    const others = [ldapPerson(1), ldapGroup(2, [`uid=user1,ou=people,${BASE}`])];
    server.entries = [...others, ldapGroup(1, [])];
    await company.sync('apply');
    const guest = await database.tenant(tenantId, async (db) => {
      const { id } = await createPerson(db, { input: { displayName: 'Guest' }, source: 'local' });
      const taken = await listTakenGroups(db, connectionId);
      const group = taken.find(({ name }) => name === 'Group 1');
      await insertMemberships(db, { groupId: group?.id ?? '', personIds: [id] });
      const match = { by: 'name', key: 'Group 1' } as const;
      await makeRule(db, { connectionId, group: match, grant: { role: 'admin' } });
      return id;
    });
    const roles = async () =>
      (await database.read(tenantId, (db) => listRoleGrants(db, guest))).map(({ role }) => role);
    expect(await roles()).to.deep.equal(['admin']);
    server.entries = others;
    const sync = await company.sync('apply', 'full');
    expect(await company.lines(sync)).to.deep.equal(['group_delete Group 1']);
    expect(await roles()).to.deep.equal([]);
    await company.close();
  }).timeout(30_000);
});
