import { expect } from 'chai';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import type { Connection } from '../connections/connection.ts';
import { testConnection, testTold } from '../connections/test-connection.ts';
import { findOrProvision, linkIdentity } from '../identity.ts';
import { findPerson } from '../person.store.ts';
import { updatePerson } from '../person.ts';
import { departedHandler } from './departed.ts';
import { provisionPerson } from './provision.ts';
import type { ProvisionedPerson } from './provisioned-person.ts';
import { softDelete } from './soft-delete.ts';

describe('deletion by a directory', () => {
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
  const remove = (connection: Connection, personId: string) =>
    inTenant((db) => softDelete(db, { connection, personId }));
  const find = (id: string) => inTenant((db) => findPerson(db, id));
  const daysLater = (days: number) =>
    inTenant(async (db) => {
      for (const table of ['person', 'identity']) {
        await db.query(
          `update ${table} set deleted_at = deleted_at - $2 * interval '1 day' where tenant_id = $1`,
          [tenantId, days],
        );
      }
    });
  const nightly = () =>
    departedHandler.run(
      { id: uuidv7(), tenantId, kind: departedHandler.kind, payload: {}, attempt: 1 },
      {
        signal: new AbortController().signal,
        progress: async () => undefined,
        transact: inTenant,
        complete: inTenant,
      },
    );
  const deleted = () =>
    inTenant(async (db) => {
      const { rows } = await db.query<{ type: string; payload: Record<string, string> }>(
        `select type, payload from outbox_event where tenant_id = $1 and type like 'person.de%'
         order by id`,
        [tenantId],
      );
      return rows;
    });

  it('deactivates at once, tells when they are forgotten, and forgets them then', async () => {
    const connection = await connect({ deletionDays: 10 });
    const { personId } = await tell(connection, testTold({ email: 'a@x.org' }));
    await remove(connection, personId);
    expect(await find(personId)).to.include({ active: false, email: 'a@x.org' });
    const [deactivated, gone] = await deleted();
    expect([deactivated?.type, gone?.type]).to.deep.equal([
      ...['person.deactivated', 'person.deleted'],
    ]);
    const days = (Date.parse(gone?.payload.purgeAt ?? '') - Date.now()) / 86_400_000;
    expect(days).to.be.closeTo(10, 0.01);
    await daysLater(9);
    await nightly();
    expect(await find(personId)).to.not.equal(undefined);
    await daysLater(1);
    await nightly();
    expect(await find(personId)).to.equal(undefined);
  });

  for (const [name, again] of [
    ['subject', { subject: 's', externalId: null }],
    ['external id', { subject: 's2', externalId: 'e-1' }],
  ] as const) {
    it(`brings back within the window whom it has again under the same ${name}`, async () => {
      const connection = await connect();
      const { personId } = await tell(connection, testTold({ subject: 's', externalId: 'e-1' }));
      await remove(connection, personId);
      const restored = await tell(connection, testTold(again));
      expect(restored).to.deep.equal({ personId, outcome: 'restored' });
      expect(await find(personId)).to.include({ active: true, deletedAt: null });
      await daysLater(60);
      await nightly();
      expect(await find(personId)).to.not.equal(undefined);
    });
  }

  it('a user name that is given to somebody else brings nobody back', async () => {
    const connection = await connect({ linking: 'user_name' });
    const { personId } = await tell(connection, testTold({ userName: 'jsmith' }));
    await remove(connection, personId);
    const other = await tell(connection, testTold({ userName: 'jsmith' }));
    expect(other.outcome).to.equal('created');
  });

  it('whom a hand brings back stays', async () => {
    const connection = await connect();
    const { personId: id } = await tell(connection, testTold());
    await remove(connection, id);
    await inTenant((db) => updatePerson(db, { id, changes: { active: true } }));
    await daysLater(60);
    await nightly();
    expect(await find(id)).to.include({ active: true, deletedAt: null });
  });

  it('whom a learning platform knows too stays known, deactivated', async () => {
    const connection = await connect();
    const { personId } = await tell(connection, testTold());
    const key = { source: 'lti', issuer: uuidv7(), subject: 'u' } as const;
    await inTenant((db) => linkIdentity(db, { ...key, personId }));
    await remove(connection, personId);
    await daysLater(60);
    await nightly();
    expect(await find(personId)).to.include({ active: false, deletedAt: null });
    const { person } = await inTenant((db) =>
      findOrProvision(db, { key, person: { displayName: 'A' } }),
    );
    expect(person.id).to.equal(personId);
  });

  it('whom another directory has stays until that one deletes them too', async () => {
    const linking = 'user_name';
    const [scim, ldap] = [await connect({ linking }), await connect({ linking, kind: 'ldap' })];
    const { personId } = await tell(scim, testTold({ userName: 'a' }));
    await tell(ldap, testTold({ userName: 'a' }));
    await remove(scim, personId);
    await daysLater(60);
    await nightly();
    expect(await find(personId)).to.include({ active: false, deletedAt: null });
    await remove(ldap, personId);
    await daysLater(60);
    await nightly();
    expect(await find(personId)).to.equal(undefined);
  });

  it('of nobody that there is changes nothing', async () => {
    await remove(await connect(), uuidv7());
    expect(await deleted()).to.deep.equal([]);
  });
});
