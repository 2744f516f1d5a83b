import { expect } from 'chai';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { updateSettings } from '../../../platform/tenancy/tenants.store.ts';
import type { Connection } from '../connections/connection.ts';
import { testConnection, testTold } from '../connections/test-connection.ts';
import { listIdentities } from '../identity.store.ts';
import { findOrProvision } from '../identity.ts';
import { createPerson, getPerson, updatePerson } from '../person.ts';
import { provisionMany, provisionPerson } from './provision.ts';
import type { ProvisionedPerson } from './provisioned-person.ts';
import { softDelete } from './soft-delete.ts';

describe('provisioning of people', () => {
  let database: Database;
  let tenantId: string;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
  });

  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  const connect = (given?: Partial<Connection>) => inTenant((db) => testConnection(db, given));
  const tell = (connection: Connection, person: ProvisionedPerson) =>
    inTenant((db) => provisionPerson(db, { connection, person }));
  const person = (id: string) => inTenant((db) => getPerson(db, id));

  it('makes somebody at first sight, and knows them by the subject from then on', async () => {
    const connection = await connect();
    const told = testTold({ email: 'ada@example.org', userName: 'Ada', externalId: 'e-1' });
    const made = await tell(connection, told);
    expect(made.outcome).to.equal('created');
    expect(await tell(connection, told)).to.deep.equal({ ...made, outcome: 'unchanged' });
    expect(await person(made.personId)).to.include({
      displayName: 'Ada',
      email: 'ada@example.org',
    });
    const [identity] = await inTenant((db) => listIdentities(db, made.personId));
    expect(identity).to.include({ source: 'scim', issuer: connection.id, subject: told.subject });
    const { rows } = await inTenant((db) =>
      db.query('select type, payload from outbox_event where tenant_id = $1', [tenantId]),
    );
    expect(rows).to.deep.equal([
      {
        type: 'person.provisioned',
        payload: {
          ...{ personId: made.personId, displayName: 'Ada' },
          ...{ email: 'ada@example.org', source: 'scim' },
        },
      },
    ]);
  });

  it('takes over what the source that made them tells anew, also that it is gone', async () => {
    const connection = await connect();
    const told = testTold({ email: 'ada@example.org' });
    const { personId } = await tell(connection, told);
    const details = { ...told.details, displayName: 'Ada L.', givenName: 'Ada', email: null };
    const again = await tell(connection, { ...told, details, active: false });
    expect(again.outcome).to.equal('updated');
    expect(await person(personId)).to.include({ ...details, active: true, version: 2 });
  });

  it('keeps nobody out for an odd value', async () => {
    const { personId } = await tell(
      await connect(),
      testTold({
        userName: 'a\0da',
        details: {
          ...{ displayName: '  \0 ', givenName: 'x'.repeat(500), familyName: '\ud800' },
          ...{ email: 'nobody', locale: 'de_DE', timeZone: 'Mars/Base' },
        },
      }),
    );
    expect(await person(personId)).to.include({
      ...{ displayName: 'Unnamed', givenName: 'x'.repeat(400), familyName: '\ufffd' },
      ...{ email: null, locale: 'de-DE', timeZone: null },
    });
  });

  it('many need as many queries as few', async () => {
    const connection = await connect();
    const queriesFor = (people: ProvisionedPerson[]) =>
      inTenant(async (db) => {
        let queries = 0;
        const counting: TenantDb = {
          tenantId,
          query: (...args) => {
            queries++;
            return db.query(...args);
          },
        };
        const outcomes = await provisionMany(counting, { connection, people });
        return { queries, outcomes: new Set(outcomes.map(({ outcome }) => outcome)) };
      });
    const people = (count: number) =>
      Array.from({ length: count }, (_, i) => testTold({ name: `Nr ${i}` }));
    const [few, many] = [people(12), people(300)];
    const first = await queriesFor(few);
    expect(await queriesFor(many)).to.deep.equal(first);
    expect(first.outcomes).to.deep.equal(new Set(['created']));
    const again = await queriesFor(many);
    expect(again.outcomes).to.deep.equal(new Set(['unchanged']));
    expect(again.queries).to.be.at.most(first.queries);
  });

  it('two with one subject in one batch are a mistake', async () => {
    const connection = await connect();
    const people = [testTold({ subject: 'x' }), testTold({ subject: 'x' })];
    const failed = await inTenant((db) => provisionMany(db, { connection, people })).catch(
      ({ message }) => message,
    );
    expect(failed).to.equal('two of these people have one subject');
  });

  it('first sights of one person at once make one', async () => {
    const connection = await connect({ kind: 'oidc' });
    const told = testTold();
    const made = await Promise.all(Array.from({ length: 8 }, () => tell(connection, told)));
    expect(new Set(made.map(({ personId }) => personId)).size).to.equal(1);
    expect(made.filter(({ outcome }) => outcome === 'created')).to.have.length(1);
  });

  it('two directories that see somebody first at once make one, where they link', async () => {
    const email = 'both@example.org';
    const connections = [
      await connect({ linking: 'verified_email' }),
      await connect({ linking: 'verified_email', kind: 'ldap' }),
    ];
    const made = await Promise.all(
      connections.map((connection) => tell(connection, testTold({ email, emailVerified: true }))),
    );
    expect(new Set(made.map(({ personId }) => personId)).size).to.equal(1);
    expect(made.map(({ outcome }) => outcome).sort()).to.deep.equal(['created', 'linked']);
  });

  describe('links whom another source made', () => {
    const email = 'ada@example.org';
    const verified = () => testTold({ email: 'Ada@Example.org', emailVerified: true });
    const typedIn = () =>
      inTenant((db) =>
        createPerson(db, { input: { displayName: 'A.', email }, source: 'local' }),
      ).then(({ id }) => id);
    const fromLms = (address = email) =>
      inTenant((db) =>
        findOrProvision(db, {
          key: { source: 'lti', issuer: uuidv7(), subject: 'u' },
          person: { displayName: 'A.', email: address },
        }),
      ).then((found) => found.person.id);

    it('not without a rule', async () => {
      await typedIn();
      expect((await tell(await connect(), verified())).outcome).to.equal('created');
    });

    it('by a verified e-mail, in any case', async () => {
      const personId = await typedIn();
      const connection = await connect({ linking: 'verified_email' });
      expect(await tell(connection, verified())).to.deep.equal({ personId, outcome: 'linked' });
    });

    it('never by an unverified one', async () => {
      await typedIn();
      const connection = await connect({ linking: 'verified_email' });
      const told = { ...verified(), emailVerified: false };
      expect((await tell(connection, told)).outcome).to.equal('created');
    });

    it('never by one that only looks like theirs', async () => {
      await inTenant((db) =>
        createPerson(db, { input: { displayName: 'K', email: 'kim@x.org' }, source: 'local' }),
      );
      const connection = await connect({ linking: 'verified_email' });
      const told = testTold({ email: '\u212Aim@x.org', emailVerified: true });
      expect((await tell(connection, told)).outcome).to.equal('created');
    });

    it('not by an e-mail that their own source has not verified', async () => {
      const saml = await connect({ kind: 'saml' });
      await tell(saml, testTold({ email, emailVerified: false }));
      const connection = await connect({ linking: 'verified_email' });
      expect((await tell(connection, verified())).outcome).to.equal('created');
    });

    it('by an e-mail that their own source has verified', async () => {
      const saml = await connect({ kind: 'saml' });
      const { personId } = await tell(saml, testTold({ email, emailVerified: true }));
      const connection = await connect({ linking: 'verified_email' });
      expect(await tell(connection, verified())).to.deep.equal({ personId, outcome: 'linked' });
    });

    it('by an e-mail of a learning platform where the tenant says that those are verified', async () => {
      const personId = await fromLms();
      const connection = await connect({ linking: 'verified_email' });
      const first = await tell(connection, verified());
      expect(first.outcome).to.equal('created');
      const other = await fromLms('eve@example.org');
      await inTenant((db) => updateSettings(db, { lmsEmailsAreVerified: true }));
      const told = testTold({ email: 'eve@example.org', emailVerified: true });
      expect(await tell(connection, told)).to.deep.equal({ personId: other, outcome: 'linked' });
      expect(first.personId).to.not.equal(personId);
    });

    it('nobody where two have the e-mail, or two ask for one', async () => {
      const connection = await connect({ linking: 'verified_email' });
      await typedIn();
      const asked = await inTenant((db) =>
        provisionMany(db, { connection, people: [verified(), verified()] }),
      );
      expect(asked.map(({ outcome }) => outcome)).to.deep.equal(['created', 'created']);
      expect((await tell(connection, verified())).outcome).to.equal('created');
    });

    for (const linking of ['external_id', 'user_name'] as const) {
      it(`by ${linking}, as another connection has it`, async () => {
        const keys = { externalId: 'e-1', userName: 'ada' };
        const { personId } = await tell(await connect({ kind: 'ldap' }), testTold(keys));
        const connection = await connect({ linking });
        const told = testTold({ ...keys, userName: 'ADA' });
        expect(await tell(connection, told)).to.deep.equal({ personId, outcome: 'linked' });
        const stranger = testTold({ externalId: 'E-1', userName: 'ada2' });
        expect((await tell(connection, stranger)).outcome).to.equal('created');
      });
    }

    it('once: two people of one connection are never one', async () => {
      const connection = await connect({ linking: 'user_name' });
      const { personId } = await tell(await connect({ kind: 'ldap' }), testTold({ userName: 'a' }));
      expect((await tell(connection, testTold({ userName: 'a' }))).personId).to.equal(personId);
      expect((await tell(connection, testTold({ userName: 'a' }))).outcome).to.equal('created');
    });

    it('and fills only what is empty of them, now and later', async () => {
      const personId = await typedIn();
      const connection = await connect({ linking: 'verified_email' });
      const told = verified();
      const details = { ...told.details, displayName: 'Other', givenName: 'Ada', locale: 'nb' };
      await tell(connection, { ...told, details });
      const linked = { displayName: 'A.', givenName: 'Ada', email, locale: 'nb' };
      expect(await person(personId)).to.include(linked);
      await tell(connection, { ...told, details: { ...details, givenName: 'Other' } });
      expect(await person(personId)).to.include(linked);
    });

    it('and leaves them inactive who are', async () => {
      const personId = await typedIn();
      await inTenant((db) => updatePerson(db, { id: personId, changes: { active: false } }));
      const connection = await connect({ linking: 'verified_email' });
      expect((await tell(connection, verified())).outcome).to.equal('linked');
      expect((await person(personId)).active).to.equal(false);
    });

    it('but nobody whom a directory has deleted', async () => {
      const ldap = await connect({ kind: 'ldap' });
      const { personId } = await tell(ldap, testTold({ userName: 'a' }));
      await inTenant((db) => softDelete(db, { connection: ldap, personId }));
      const connection = await connect({ linking: 'user_name' });
      expect((await tell(connection, testTold({ userName: 'a' }))).outcome).to.equal('created');
    });
  });
});
