import { expect } from 'chai';
import { releaseHold } from '../../core/people/departures/decide.ts';
import { findOrProvision } from '../../core/people/identity.ts';
import { createPerson, deletePerson, updatePerson } from '../../core/people/person.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase } from '../../platform/database/test-database.ts';
import { type TestCompany, testCompany } from '../testing/test-company.ts';
import { BASE, ldapGroup, ldapPerson, uuidOf } from '../testing/test-directory.ts';
import { findState } from './state.store.ts';

const dn = (n: number) => `uid=user${n},ou=people,${BASE}`;
const groups = { groups: { baseDn: `ou=groups,${BASE}`, filter: null } };

describe('syncs of a directory', function () {
  this.timeout(30_000);
  let database: Database;
  let company: TestCompany;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    company = await testCompany(database);
  });
  afterEach(() => company.close());

  const state = () => database.read(company.tenantId, (db) => findState(db, company.connectionId));

  it('plan first: they count and name people, and change nothing', async () => {
    company.server.entries = [ldapPerson(1), ldapPerson(2)];
    const sync = await company.sync('plan');
    expect(sync).to.include({ status: 'succeeded', scope: 'full' });
    expect(sync.plan?.people).to.deep.equal({
      ...{ create: 2, link: 0, update: 0, reactivate: 0, deactivate: 0, unchanged: 0 },
    });
    expect(await company.lines(sync)).to.deep.equal(['create Person 1', 'create Person 2']);
    expect(await company.people()).to.deep.equal({});
    expect(await state()).to.include({ watermark: null, dueAt: null });
  });

  it('are applied: people come, change, leave and are back', async () => {
    company.server.entries = [ldapPerson(1), ldapPerson(2), ldapPerson(3)];
    await company.sync('apply');
    expect(await company.people()).to.deep.equal({
      ...{ 'Person 1': true, 'Person 2': true, 'Person 3': true },
    });
    company.server.entries = [
      ldapPerson(1, { displayName: ['Ada'] }),
      ldapPerson(2, { pwdAccountLockedTime: ['000001010000Z'] }),
    ];
    const second = await company.sync('apply', 'full');
    expect(await company.lines(second)).to.deep.equal([
      'update Ada (displayName)',
      'deactivate Person 2 (disabled)',
      'deactivate Person 3 (gone)',
    ]);
    expect(await company.people()).to.deep.equal({
      ...{ Ada: true, 'Person 2': false, 'Person 3': false },
    });
    company.server.entries = [
      ldapPerson(1, { displayName: ['Ada'] }),
      ldapPerson(2),
      ldapPerson(3),
    ];
    const third = await company.sync('apply', 'full');
    expect(third.plan?.people).to.include({ reactivate: 2, unchanged: 1 });
    expect(await company.people()).to.deep.equal({
      ...{ Ada: true, 'Person 2': true, 'Person 3': true },
    });
    expect((await company.sync('plan', 'full')).plan?.people).to.include({ unchanged: 3 });
  });

  it('bring in nobody whose account is disabled', async () => {
    company.server.entries = [ldapPerson(1, { pwdAccountLockedTime: ['000001010000Z'] })];
    expect((await company.sync('apply')).plan?.people).to.include({ create: 0 });
    expect(await company.people()).to.deep.equal({});
  });

  it('tell in the plan whom they link: by the rule, or because they have signed in', async () => {
    const emailsAreVerified = true;
    await company.change((c) => ({
      ...{ ...c, linking: 'verified_email', settings: { ...c.settings, emailsAreVerified } },
    }));
    await database.tenant(company.tenantId, async (db) => {
      await createPerson(db, {
        ...{ input: { displayName: 'Here', email: 'user1@example.org' }, source: 'local' },
      });
      await findOrProvision(db, {
        key: { source: 'ldap', issuer: company.connectionId, subject: uuidOf(2) },
        person: { displayName: 'Signed in' },
      });
    });
    company.server.entries = [ldapPerson(1), ldapPerson(2), ldapPerson(3)];
    const sync = await company.sync('apply');
    expect(await company.lines(sync)).to.deep.equal([
      ...['link Person 1', 'link Person 2', 'create Person 3'],
    ]);
    expect(Object.keys(await company.people())).to.have.length(3);
  });

  it('leave somebody deactivated by hand as they are', async () => {
    company.server.entries = [ldapPerson(1)];
    await company.sync('apply');
    await database.tenant(company.tenantId, async (db) => {
      const { rows } = await db.query<{ id: string }>(
        'select id from person where tenant_id = $1',
        [company.tenantId],
      );
      await updatePerson(db, { id: rows[0]?.id ?? '', changes: { active: false } });
    });
    company.server.entries = [ldapPerson(1, { displayName: ['Ada'] })];
    await company.sync('apply', 'full');
    expect(await company.people()).to.deep.equal({ Ada: false });
  });

  it('name nobody any more who was erased, in plans and in what was applied', async () => {
    company.server.entries = [ldapPerson(1), ldapPerson(2)];
    const planned = await company.sync('plan');
    const applied = await company.sync('apply');
    expect(await company.changes(planned)).to.deep.equal([]);
    const [created] = await company.changes(applied);
    await database.tenant(company.tenantId, (db) =>
      deletePerson(db, { id: created?.personId ?? '' }),
    );
    expect(await company.lines(applied)).to.deep.equal(['create Person 2']);
  });

  describe('of changes only', () => {
    const later = { modifyTimestamp: ['20260102000000Z'] };
    beforeEach(async () => {
      company.server.entries = [ldapPerson(1), ldapPerson(2), ldapPerson(3)];
      await company.sync('apply');
    });

    it('ask for what was changed since the watermark, less an overlap', async () => {
      company.server.entries = [
        ldapPerson(1),
        ldapPerson(2, { ...later, cn: ['B'], displayName: ['Bob'] }),
      ];
      company.server.searches = [];
      const sync = await company.sync('apply');
      expect(sync.scope).to.equal('changes');
      expect(await company.lines(sync)).to.deep.equal(['update Bob (displayName)']);
      expect(company.server.searches.at(-1)?.filter).to.include('modifytimestamp>=20251231235500Z');
      expect(await state()).to.include({ watermark: '20260102000000Z' });
      // Person 3 is gone: only a sync of everybody sees that.
      expect((await company.people())['Person 3']).to.equal(true);
      expect((await company.sync('apply', 'full')).plan?.people).to.include({ deactivate: 1 });
    });

    for (const [why, change] of [
      ['settings', { userFilter: '(uid=*)' }],
      ['base', { baseDn: `ou=people,${BASE}` }],
    ] as const) {
      it(`read everybody once the ${why} have changed`, async () => {
        await company.change((c) => ({ ...c, settings: { ...c.settings, ...change } }));
        const sync = await company.sync('plan');
        expect(sync.scope).to.equal('full');
        expect(sync.notes).to.deep.equal(['The settings have changed']);
      });
    }

    it('read everybody when it is time for that, and when a branch was moved', async () => {
      company.server.entries.push({
        dn: `ou=people,${BASE}`,
        attributes: { objectClass: ['organizationalUnit'], ...later },
      });
      const moved = await company.sync('plan');
      expect(moved.notes).to.deep.equal(['A part of the directory was renamed or moved']);
      company.server.entries.pop();
      await database.tenant(company.tenantId, (db) =>
        db.query(
          `update directory_state set full_at = now() - interval '25 hours' where tenant_id = $1`,
          [company.tenantId],
        ),
      );
      expect((await company.sync('plan')).notes).to.deep.equal(['It is time to see who is gone']);
    });
  });

  describe('with groups', () => {
    beforeEach(() => company.change((c) => ({ ...c, settings: { ...c.settings, ...groups } })));

    it('take over who is in them, also by groups in groups, in circles too', async () => {
      company.server.entries = [
        ...[1, 2, 3].map((n) => ldapPerson(n)),
        ldapGroup(1, [dn(1), `cn=group2,ou=groups,${BASE}`]),
        ldapGroup(2, [
          dn(2).toUpperCase(),
          `CN=group3, OU=groups,${BASE}`,
          'cn=printer,dc=elsewhere',
        ]),
        ldapGroup(3, [dn(3), `cn=group1,ou=groups,${BASE}`]),
      ];
      const sync = await company.sync('apply');
      expect(sync.plan).to.deep.include({
        groups: { create: 3, rename: 0, delete: 0, unchanged: 0 },
        memberships: { add: 9, remove: 0 },
      });
      const everybody = ['Person 1', 'Person 2', 'Person 3'];
      expect(await company.members()).to.deep.equal({
        ...{ 'Group 1': everybody, 'Group 2': everybody, 'Group 3': everybody },
      });
      expect((await company.sync('plan', 'full')).plan).to.deep.include({
        memberships: { add: 0, remove: 0 },
      });
    });

    it('take over groups that list user names (RFC 2307), too', async () => {
      const { dn: _, attributes } = ldapGroup(1, []);
      const { member: __, ...posix } = attributes;
      company.server.entries = [
        ...[ldapPerson(1), ldapPerson(2)],
        {
          dn: `cn=posix,ou=groups,${BASE}`,
          attributes: { ...posix, objectClass: ['posixGroup'], memberUid: ['USER2', 'nobody'] },
        },
      ];
      await company.sync('apply');
      expect(await company.members()).to.deep.equal({ 'Group 1': ['Person 2'] });
    });

    it('follow renames, and whoever leaves a group or loses it', async () => {
      company.server.entries = [
        ldapPerson(1),
        ldapPerson(2),
        ldapGroup(1, [dn(1), dn(2)]),
        ldapGroup(2, [dn(1)]),
      ];
      await company.sync('apply');
      company.server.entries = [
        ldapPerson(1),
        ldapPerson(2),
        ldapGroup(1, [dn(2)], { cn: ['Renamed'] }),
      ];
      const sync = await company.sync('apply', 'full');
      expect(await company.lines(sync)).to.deep.equal([
        'group_rename Renamed',
        'group_members Renamed +0 -1',
        'group_members Group 2 +0 -1',
        'group_delete Group 2',
      ]);
      expect(await company.members()).to.deep.equal({ Renamed: ['Person 2'] });
    });

    it('keep members that were added by hand', async () => {
      company.server.entries = [ldapPerson(1), ldapGroup(1, [dn(1)])];
      await company.sync('apply');
      await database.tenant(company.tenantId, async (db) => {
        await db.query(
          `insert into person (tenant_id, id, display_name) values ($1, gen_random_uuid(), 'Guest')`,
          [company.tenantId],
        );
        await db.query(
          `insert into membership (tenant_id, group_id, person_id) select $1, g.id, p.id
           from person_group g, person p where g.tenant_id = $1 and p.tenant_id = $1 and p.display_name = 'Guest'`,
          [company.tenantId],
        );
      });
      await company.sync('apply', 'full');
      expect(await company.members()).to.deep.equal({ 'Group 1': ['Guest', 'Person 1'] });
    });

    it('of changes notice a group that has changed, though nobody has', async () => {
      company.server.entries = [ldapPerson(1), ldapPerson(2), ldapGroup(1, [dn(1)])];
      await company.sync('apply');
      company.server.entries = [
        ldapPerson(1),
        ldapPerson(2),
        ldapGroup(1, [dn(1), dn(2)], { modifyTimestamp: ['20260103000000Z'] }),
      ];
      const sync = await company.sync('apply');
      expect(sync.scope).to.equal('changes');
      expect(await company.members()).to.deep.equal({ 'Group 1': ['Person 1', 'Person 2'] });
      expect(await state()).to.include({ watermark: '20260103000000Z' });
    });
  });

  it('that the guard holds apply all else, and go on when somebody releases them', async () => {
    company.server.entries = Array.from({ length: 30 }, (_, n) => ldapPerson(n));
    await company.sync('apply');
    await company.change((c) => ({ ...c, guard: { count: 6, percent: 100 } }));
    company.server.entries = [...company.server.entries.slice(0, 20), ldapPerson(99)];
    const held = await company.sync('apply', 'full');
    expect(held.held).to.include({ counted: 10, limit: 6 });
    expect(held.plan?.people).to.include({ create: 1, deactivate: 10 });
    expect((await company.people())['Person 99']).to.equal(true);
    expect(Object.values(await company.people()).filter((active) => !active)).to.have.length(0);
    expect((await company.sync('apply', 'full')).held).to.include({ holdId: held.held?.holdId });
    await database.tenant(company.tenantId, (db) =>
      releaseHold(db, { id: held.held?.holdId ?? '', by: 'test', hours: 1 }),
    );
    const released = await company.sync('apply', 'full');
    expect(released.held).to.equal(null);
    expect(Object.values(await company.people()).filter((active) => !active)).to.have.length(10);
  });
});
