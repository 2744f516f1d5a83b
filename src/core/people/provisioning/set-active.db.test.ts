import { expect } from 'chai';
import fc from 'fast-check';
import { newToken } from '../../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { insertApiKey } from '../../../platform/tenancy/api-keys.store.ts';
import {
  findAccessToken,
  findApiKey,
  insertAccessToken,
} from '../../../platform/tenancy/credentials.store.ts';
import { isUsable } from '../../../platform/tenancy/credentials.ts';
import type { Connection } from '../connections/connection.ts';
import { testConnection, testTold } from '../connections/test-connection.ts';
import { getPerson, updatePerson } from '../person.ts';
import { provisionPerson } from './provision.ts';
import type { ProvisionedPerson } from './provisioned-person.ts';
import { setActive } from './set-active.ts';
import { softDelete } from './soft-delete.ts';

describe('deactivation by a directory', () => {
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
  const set = (connection: Connection, personId: string, active: boolean) =>
    inTenant((db) => setActive(db, { connection, personId, active, by: 'test' }));
  const byHand = (id: string, active: boolean) =>
    inTenant((db) => updatePerson(db, { id, changes: { active } }));
  const isActive = async (id: string) => (await inTenant((db) => getPerson(db, id))).active;
  const eventsOf = (personId: string) =>
    inTenant(async (db) => {
      const { rows } = await db.query<{ type: string }>(
        'select type from outbox_event where tenant_id = $1 and subject = $2 order by id',
        [tenantId, personId],
      );
      return rows.map(({ type }) => type);
    });

  /** A session and an API key of a person: whether each may be used now. */
  const credentialsOf = async (personId: string) => {
    const session = newToken();
    const key = newToken();
    const [id, expiresAt] = [uuidv7(), new Date(Date.now() + 3_600_000)];
    await inTenant(async (db) => {
      const common = { id, role: 'user', personId } as const;
      await insertAccessToken(db, { ...common, purpose: 'x', hash: session.hash, expiresAt });
      const { hash } = key;
      const rest = { name: 'k', scopes: null, prefix: 'p', expiresAt: null, hash };
      await insertApiKey(db, { ...common, ...rest });
    });
    return async () => {
      const token = await findAccessToken(database.lookup, session.hash);
      const apiKey = await findApiKey(database.lookup, key.hash);
      return {
        session: token !== undefined && isUsable(token, Date.now()),
        apiKey: apiKey !== undefined && isUsable(apiKey, Date.now()),
      };
    };
  };

  it('ends sessions and API keys; reactivation gives back the keys, not the sessions', async () => {
    const connection = await connect();
    const { personId } = await tell(connection, testTold());
    const usable = await credentialsOf(personId);
    expect(await usable()).to.deep.equal({ session: true, apiKey: true });
    expect(await set(connection, personId, false)).to.equal(true);
    expect(await usable()).to.deep.equal({ session: false, apiKey: false });
    expect(await set(connection, personId, false)).to.equal(false);
    expect(await set(connection, personId, true)).to.equal(true);
    expect(await usable()).to.deep.equal({ session: false, apiKey: true });
    const again = ['person.provisioned', 'person.deactivated', 'person.reactivated'];
    expect(await eventsOf(personId)).to.deep.equal(again);
  });

  it('somebody new may be inactive from the start', async () => {
    const connection = await connect();
    const { personId } = await tell(connection, testTold({ active: false }));
    expect(await isActive(personId)).to.equal(false);
    expect(await set(connection, personId, true)).to.equal(true);
  });

  it('signing in does not bring anybody back', async () => {
    const linking = 'user_name';
    const saml = await connect({ kind: 'saml', linking });
    const scim = await connect({ linking });
    const told = testTold({ userName: 'ada' });
    const { personId } = await tell(scim, told);
    await set(scim, personId, false);
    const sso = { ...told, subject: 'nameid' };
    expect(await tell(saml, sso)).to.deep.equal({ personId, outcome: 'linked' });
    await tell(saml, { ...sso, details: { ...sso.details, givenName: 'A' } });
    expect(await isActive(personId)).to.equal(false);
  });

  it('a second directory that has somebody as inactive deactivates them when it is linked', async () => {
    const linking = 'user_name';
    const [scim, ldap] = [await connect({ linking }), await connect({ linking, kind: 'ldap' })];
    const told = testTold({ userName: 'ada' });
    const { personId } = await tell(scim, told);
    await tell(ldap, { ...told, subject: 'guid', active: false });
    expect(await isActive(personId)).to.equal(false);
  });

  it('agrees with a model of two directories and a hand, whatever happens', async () => {
    const linking = 'user_name';
    const directories = [await connect({ linking }), await connect({ linking, kind: 'ldap' })];
    const step = fc.oneof(
      fc.record({ who: fc.constantFrom(0, 1), active: fc.boolean() }),
      fc.record({ who: fc.constantFrom(0, 1), active: fc.constant('delete' as const) }),
      fc.record({ who: fc.constantFrom(0, 1), active: fc.constant('again' as const) }),
      fc.record({ who: fc.constant('hand' as const), active: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const userName = uuidv7();
        const told = directories.map((_, i) =>
          testTold({ subject: `${i} ${userName}`, userName, externalId: `${i} ${userName}` }),
        );
        const tellOf = async (i: number) => {
          const [connection, person] = [directories[i], told[i]];
          if (!connection || !person) throw new Error('there are two directories');
          return { connection, personId: (await tell(connection, person)).personId };
        };
        const { personId } = await tellOf(0);
        await tellOf(1);
        const says = [true, true];
        const gone = [false, false];
        const model = { active: true, byHand: false };
        /** What the directories say counts, unless a hand has deactivated. */
        const reactivate = () => {
          if (!model.active && !model.byHand && says.every(Boolean)) model.active = true;
        };
        for (const { who, active } of steps) {
          if (who === 'hand') {
            if (active !== model.active) await byHand(personId, active);
            model.byHand = active ? false : model.active || model.byHand;
            model.active = active;
            continue;
          }
          const connection = directories[who];
          if (!connection) throw new Error('there are two directories');
          if (active === 'delete') {
            await inTenant((db) => softDelete(db, { connection, personId }));
            [says[who], gone[who]] = [false, true];
            if (model.active) model.byHand = false;
            model.active = false;
          } else if (active === 'again') {
            // A person whom both have deleted is known by the subject all the same.
            const before = gone[who];
            expect((await tellOf(who)).personId).to.equal(personId);
            if (before) {
              [says[who], gone[who]] = [true, false];
              reactivate();
            }
          } else if (!gone[who]) {
            await set(connection, personId, active);
            says[who] = active;
            if (active) reactivate();
            else {
              if (model.active) model.byHand = false;
              model.active = false;
            }
          }
          expect(await isActive(personId)).to.equal(model.active);
        }
      }),
      { numRuns: 25 },
    );
  }).timeout(60_000);
});
