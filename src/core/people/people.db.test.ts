import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { listGroups } from './group.store.ts';
import {
  addMembers,
  createGroup,
  deleteGroup,
  getGroup,
  removeMember,
  updateGroup,
} from './group.ts';
import { listIdentities } from './identity.store.ts';
import { findOrProvision, linkIdentity } from './identity.ts';
import { findPersonBy, listPeople } from './person.store.ts';
import { createPerson, deletePerson, getPerson, updatePerson } from './person.ts';
import { listRoleGrants } from './role-grant.store.ts';
import { grantRole, revokeRole } from './role-grant.ts';

describe('people', () => {
  let database: Database;
  let tenantId: string;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
  });

  const run = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  const person = (displayName: string, more: { email?: string; timeZone?: string } = {}) =>
    run((db) => createPerson(db, { input: { displayName, ...more }, source: 'local' }));
  const codeOf = (work: Promise<unknown>) => work.then(() => 'fine').catch((e) => e.code);
  const events = async () =>
    (
      await run((db) => db.query<{ type: string }>('select type from outbox_event order by id'))
    ).rows.map(({ type }) => type);

  it('makes, changes and finds a person', async () => {
    const ada = await person('Ada', { email: 'ada@x.org', timeZone: 'Europe/London' });
    expect(ada).to.include({ displayName: 'Ada', version: 1, active: true, givenName: null });
    const changed = await run((db) =>
      updatePerson(db, {
        id: ada.id,
        version: 1,
        changes: { familyName: 'Lovelace', email: null },
      }),
    );
    expect(changed).to.include({
      displayName: 'Ada',
      familyName: 'Lovelace',
      email: null,
      version: 2,
    });
    const same = await run((db) =>
      updatePerson(db, { id: ada.id, changes: { familyName: 'Lovelace' } }),
    );
    expect(same.version).to.equal(2);
  });

  it('refuses stale versions, unknown people and time zones', async () => {
    const { id } = await person('Ada');
    const change = (version: number) =>
      run((db) => updatePerson(db, { id, version, changes: { displayName: 'X' } }));
    expect(await codeOf(change(7))).to.equal('version_mismatch');
    expect(await codeOf(run((db) => getPerson(db, uuidv7())))).to.equal('not_found');
    expect(await codeOf(person('Bob', { timeZone: 'Mars/Olympus' }))).to.equal('invalid');
  });

  it('tells of provisioning, deactivation and reactivation, each once', async () => {
    const { id } = await person('Ada');
    for (const active of [false, false, true, true]) {
      await run((db) => updatePerson(db, { id, changes: { active } }));
    }
    expect(await events()).to.deep.equal([
      ...['person.provisioned', 'person.deactivated', 'person.reactivated'],
    ]);
  });

  it('lists in pages and searches names and e-mails', async () => {
    for (const name of ['Ada', 'Bob', 'Cleo']) await person(name, { email: `${name}@X.org` });
    const page = await run((db) => listPeople(db, { limit: 2 }));
    expect(page.map(({ displayName }) => displayName)).to.deep.equal(['Ada', 'Bob']);
    const rest = await run((db) => listPeople(db, { after: page[1]?.id, limit: 2 }));
    expect(rest.map(({ displayName }) => displayName)).to.deep.equal(['Cleo']);
    expect(await run((db) => listPeople(db, { q: 'cleo@x', limit: 9 }))).to.have.length(1);
    expect(await run((db) => listPeople(db, { q: '%', limit: 9 }))).to.have.length(0);
  });

  it('erases a person with all that names them', async () => {
    const { id } = await person('Ada');
    const group = await run((db) => createGroup(db, { input: { name: 'G' }, source: 'local' }));
    await run((db) => addMembers(db, { groupId: group.id, personIds: [id] }));
    await run((db) =>
      linkIdentity(db, { personId: id, source: 'oidc', issuer: 'i', subject: 's' }),
    );
    await run((db) => grantRole(db, { personId: id, input: { role: 'user' } }));
    await run((db) => deletePerson(db, { id }));
    expect(await codeOf(run((db) => getPerson(db, id)))).to.equal('not_found');
    expect(await run((db) => getGroup(db, group.id))).to.include({ members: 0 });
    expect(await run((db) => listIdentities(db, id))).to.have.length(0);
    expect(await run((db) => listRoleGrants(db, id))).to.have.length(0);
  });

  it('keeps groups and their members', async () => {
    const [ada, bob] = [await person('Ada'), await person('Bob')];
    const group = await run((db) =>
      createGroup(db, { input: { name: 'G', externalId: 'g1' }, source: 'scim' }),
    );
    const add = (...personIds: string[]) =>
      run((db) => addMembers(db, { groupId: group.id, personIds }));
    expect(await add(ada.id, bob.id, ada.id)).to.include({ members: 2 });
    expect(await add(ada.id)).to.include({ members: 2 });
    expect(await codeOf(add(ada.id, uuidv7()))).to.equal('not_found');
    expect(await run((db) => listPeople(db, { groupId: group.id, limit: 9 }))).to.have.length(2);
    expect(await run((db) => listGroups(db, { personId: bob.id, limit: 9 }))).to.have.length(1);
    await run((db) => removeMember(db, { groupId: group.id, personId: bob.id }));
    expect(
      await codeOf(run((db) => removeMember(db, { groupId: group.id, personId: bob.id }))),
    ).to.equal('not_found');
    const twice = run((db) =>
      createGroup(db, { input: { name: 'H', externalId: 'g1' }, source: 'scim' }),
    );
    expect(await codeOf(twice)).to.equal('conflict');
    const other = await run((db) =>
      createGroup(db, { input: { name: 'H', externalId: 'g2' }, source: 'scim' }),
    );
    const rename = (changes: { externalId?: string; name?: string }) =>
      run((db) => updateGroup(db, { id: other.id, version: 1, changes }));
    expect(await codeOf(rename({ externalId: 'g1' }))).to.equal('conflict');
    expect(await rename({ name: 'I' })).to.include({ name: 'I', externalId: 'g2', version: 2 });
    expect(await codeOf(rename({ name: 'J' }))).to.equal('version_mismatch');
    await run((db) => deleteGroup(db, { id: group.id }));
    expect(await run((db) => getPerson(db, ada.id))).to.include({ displayName: 'Ada' });
  });

  it('grants a role once and revokes it', async () => {
    const { id } = await person('Ada');
    const grant = () => run((db) => grantRole(db, { personId: id, input: { role: 'admin' } }));
    const first = await grant();
    expect((await grant()).id).to.equal(first.id);
    await run((db) => revokeRole(db, { id: first.id, personId: id }));
    expect(await codeOf(run((db) => revokeRole(db, { id: first.id, personId: id })))).to.equal(
      'not_found',
    );
  });

  it('provisions a person at the first sight of an identity, and only then', async () => {
    const key = { source: 'lti' as const, issuer: 'reg', subject: 'u1' };
    const see = () => run((db) => findOrProvision(db, { key, person: { displayName: 'Ada' } }));
    // Connections are opened first, so that the four start together.
    await Promise.all([1, 2, 3, 4].map(() => run((db) => findPersonBy(db, key))));
    const seen = await Promise.all([see(), see(), see(), see()]);
    expect(seen.filter(({ outcome }) => outcome === 'provisioned')).to.have.length(1);
    expect(new Set(seen.map(({ person: { id } }) => id)).size).to.equal(1);
    expect(await run((db) => listPeople(db, { limit: 9 }))).to.have.length(1);
    const bob = await person('Bob');
    const steal = run((db) => linkIdentity(db, { ...key, personId: bob.id }));
    expect(await codeOf(steal)).to.equal('conflict');
  });

  it('shows another tenant nothing', async () => {
    const ada = await person('Ada');
    const key = { source: 'oidc' as const, issuer: 'i', subject: 's' };
    await run((db) => linkIdentity(db, { ...key, personId: ada.id }));
    const group = await run((db) => createGroup(db, { input: { name: 'G' }, source: 'local' }));
    tenantId = await testTenant(database);
    expect(await run((db) => listPeople(db, { limit: 9 }))).to.have.length(0);
    expect(await run((db) => listGroups(db, { limit: 9 }))).to.have.length(0);
    expect(await run((db) => findPersonBy(db, key))).to.equal(undefined);
    expect(await codeOf(run((db) => getPerson(db, ada.id)))).to.equal('not_found');
    expect(
      await codeOf(run((db) => addMembers(db, { groupId: group.id, personIds: [ada.id] }))),
    ).to.equal('not_found');
    const change = run((db) => updatePerson(db, { id: ada.id, changes: { displayName: 'X' } }));
    expect(await codeOf(change)).to.equal('not_found');
  });

  it('is held together by row-level security alone when a filter is forgotten', async () => {
    await person('Ada');
    const foreign = await testTenant(database);
    const seen = await database.read(foreign, (db) => {
      const forgetful: TenantDb = {
        tenantId: db.tenantId,
        query: (text, values) =>
          db.query(
            // `$1` still has to be used, or PostgreSQL could not tell its type.
            text.replaceAll(/\w+\.tenant_id = \$1/g, '$1::uuid is not null'),
            values,
          ),
      };
      return listPeople(forgetful, { limit: 9 });
    });
    expect(seen).to.have.length(0);
    const unlocked = await database.read(tenantId, (db) =>
      db.query('select 1 from person where $1::uuid is not null', [foreign]),
    );
    expect(unlocked.count).to.equal(1);
  });
});
