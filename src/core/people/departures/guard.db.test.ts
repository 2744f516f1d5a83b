import { expect } from 'chai';
import fc from 'fast-check';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import type { Connection, DepartureGuard } from '../connections/connection.ts';
import { testConnection, testTold } from '../connections/test-connection.ts';
import { provisionMany } from '../provisioning/provision.ts';
import { setActive } from '../provisioning/set-active.ts';
import { softDelete } from '../provisioning/soft-delete.ts';
import { refuseHold, releaseHold } from './decide.ts';
import { DepartureHeldError } from './departure-held-error.ts';
import { admitDepartures, assessDepartures, underGuard } from './guard.ts';
import { listHolds } from './hold.store.ts';

describe('the guard of departures', () => {
  let database: Database;
  let tenantId: string;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
  });

  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  /** A directory of so many people. */
  const directory = (people: number, guard: DepartureGuard) =>
    inTenant(async (db) => {
      const connection = await testConnection(db, { guard });
      const told = Array.from({ length: people }, () => testTold());
      const made = await provisionMany(db, { connection, people: told });
      return { connection, ids: made.map(({ personId }) => personId) };
    });
  const outcome = (work: (db: TenantDb) => Promise<unknown>) =>
    underGuard(database, tenantId, work).then(
      () => 'left' as const,
      (error: unknown) => {
        if (error instanceof DepartureHeldError) return error;
        throw error;
      },
    );
  const leave = (connection: Connection, personId: string) =>
    outcome((db) => setActive(db, { connection, personId, active: false, by: 'test' }));
  const leaveAll = async (connection: Connection, personIds: string[]) => {
    const states = [];
    for (const id of personIds) {
      const left = await leave(connection, id);
      states.push(left === 'left' ? left : left.state);
    }
    return states;
  };
  const holds = () => inTenant((db) => listHolds(db, { after: undefined, limit: 10 }));
  const activePeople = async () => {
    const { count } = await inTenant((db) =>
      db.query('select from person where tenant_id = $1 and active', [tenantId]),
    );
    return count;
  };
  const events = async (type: string) => {
    const { rows } = await inTenant((db) =>
      db.query<{ payload: unknown }>(
        'select payload from outbox_event where tenant_id = $1 and type = $2',
        [tenantId, type],
      ),
    );
    return rows.map(({ payload }) => payload);
  };
  const hourLater = () =>
    inTenant(async (db) => {
      const values = [tenantId];
      await db.query(
        `update departure set at = at - interval '61 minutes' where tenant_id = $1`,
        values,
      );
      await db.query(
        `update departure_hold set last_asked_at = last_asked_at - interval '61 minutes',
           lifted_until = lifted_until - interval '61 minutes' where tenant_id = $1`,
        values,
      );
    });

  it('holds who would be one too many, with everything that came along, and raises one event', async () => {
    const { connection, ids } = await directory(6, { count: 2, percent: 100 });
    expect(await leaveAll(connection, ids)).to.deep.equal([
      ...['left', 'left', 'held', 'held', 'held', 'held'],
    ]);
    expect(await activePeople()).to.equal(4);
    const [hold, ...others] = await holds();
    expect(others).to.deep.equal([]);
    expect(hold).to.include({
      ...{ connectionId: connection.id, state: 'held', counted: 3, limit: 2, asked: 4 },
    });
    expect(await events('departures.held')).to.deep.equal([
      { connectionId: connection.id, holdId: hold?.id, counted: 3, limit: 2 },
    ]);
  });

  it('tells the client why, by which hold, and when to ask again', async () => {
    const { connection, ids } = await directory(2, { count: 0, percent: 100 });
    const held = await leave(connection, ids[0] ?? '');
    const [hold] = await holds();
    expect(held).to.include({ holdId: hold?.id, retryAfterSeconds: 900 });
    expect(held).to.have.property('message').that.includes('guard');
  });

  it('counts deletions as it counts deactivations, and nobody twice', async () => {
    const { connection, ids } = await directory(3, { count: 2, percent: 100 });
    const [a = '', b = '', c = ''] = ids;
    const remove = (personId: string) => outcome((db) => softDelete(db, { connection, personId }));
    expect([await leave(connection, a), await remove(a), await remove(b)]).to.deep.equal([
      ...['left', 'left', 'left'],
    ]);
    expect(await remove(c)).to.have.property('state', 'held');
  });

  it('counts the last hour only', async () => {
    const { connection, ids } = await directory(5, { count: 2, percent: 100 });
    expect(await leaveAll(connection, ids.slice(0, 2))).to.deep.equal(['left', 'left']);
    await hourLater();
    expect(await leaveAll(connection, ids.slice(2))).to.deep.equal(['left', 'left', 'held']);
  });

  it('goes by the percentage where that is less, but lets a handful go', async () => {
    const small = await directory(20, { count: 100, percent: 10 });
    const left = await leaveAll(small.connection, small.ids.slice(0, 7));
    expect(left).to.deep.equal([...Array(5).fill('left'), 'held', 'held']);
    const large = await directory(100, { count: 100, percent: 10 });
    const fromLarge = await leaveAll(large.connection, large.ids.slice(0, 12));
    expect(fromLarge).to.deep.equal([...Array(10).fill('left'), 'held', 'held']);
  });

  it('holds a planned sync as a whole, and tells of it before', async () => {
    const { connection, ids } = await directory(20, { count: 8, percent: 100 });
    const planned = { connection, personIds: ids.slice(0, 9) };
    expect(await inTenant((db) => assessDepartures(db, planned))).to.deep.equal({
      ...{ counted: 9, limit: 8 },
    });
    const held = await outcome((db) => admitDepartures(db, planned));
    expect(held).to.include({ counted: 9, limit: 8 });
    const fewer = { connection, personIds: ids.slice(0, 8) };
    const [first] = await holds();
    await inTenant((db) => releaseHold(db, { id: first?.id ?? '', by: 'key:a', hours: 1 }));
    expect(await outcome((db) => admitDepartures(db, planned))).to.equal('left');
    await hourLater();
    expect(await outcome((db) => admitDepartures(db, fewer))).to.equal('left');
  });

  it('a release lets everybody go for its time, and says so', async () => {
    const { connection, ids } = await directory(12, { count: 1, percent: 100 });
    await leaveAll(connection, ids.slice(0, 2));
    const [hold] = await holds();
    const id = hold?.id ?? '';
    await inTenant((db) => releaseHold(db, { id, by: 'key:a', hours: 1 }));
    const left = await leaveAll(connection, ids.slice(1, 8));
    expect(left).to.deep.equal(Array(7).fill('left'));
    expect(await events('departures.released')).to.deep.equal([
      { connectionId: connection.id, holdId: id, by: 'key:a' },
    ]);
    await hourLater();
    expect(await leaveAll(connection, ids.slice(8))).to.deep.equal([
      ...['left', 'held', 'held', 'held'],
    ]);
    expect(await holds()).to.have.length(2);
  });

  it('a refusal keeps everybody until the client has not asked for an hour', async () => {
    const { connection, ids } = await directory(6, { count: 1, percent: 100 });
    await leaveAll(connection, ids.slice(0, 2));
    const [hold] = await holds();
    const id = hold?.id ?? '';
    await inTenant((db) => refuseHold(db, { id, by: 'key:a' }));
    await inTenant((db) => db.query('delete from departure where tenant_id = $1', [tenantId]));
    expect(await leaveAll(connection, ids.slice(1, 3))).to.deep.equal(['refused', 'refused']);
    expect(await holds()).to.have.length(1);
    expect(await events('departures.held')).to.have.length(1);
    await hourLater();
    expect(await leaveAll(connection, ids.slice(1, 3))).to.deep.equal(['left', 'held']);
  });

  it('decisions can be turned round, and are not made twice', async () => {
    const { connection, ids } = await directory(3, { count: 0, percent: 100 });
    await leave(connection, ids[0] ?? '');
    const [hold] = await holds();
    const id = hold?.id ?? '';
    const codeOf = (work: (db: TenantDb) => Promise<{ state: string }>) =>
      inTenant(work).then(
        ({ state }) => state,
        ({ code }) => code,
      );
    const release = () => codeOf((db) => releaseHold(db, { id, by: 'a', hours: 1 }));
    const refuse = () => codeOf((db) => refuseHold(db, { id, by: 'a' }));
    expect([await refuse(), await refuse(), await release(), await release()]).to.deep.equal([
      ...['refused', 'conflict', 'released', 'conflict'],
    ]);
    expect(await refuse()).to.equal('refused');
    expect(await leave(connection, ids[0] ?? '')).to.have.property('state', 'refused');
  });

  it('of another tenant is not there', async () => {
    const { connection, ids } = await directory(2, { count: 0, percent: 100 });
    await leave(connection, ids[0] ?? '');
    const [hold] = await holds();
    const other = await testTenant(database);
    const code = await database
      .tenant(other, (db) => refuseHold(db, { id: hold?.id ?? '', by: 'a' }))
      .then(
        () => 'done',
        (error) => error.code,
      );
    expect(code).to.equal('not_found');
  });

  it('lets exactly as many go when all ask at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 9 }), async (count) => {
        const { connection, ids } = await directory(12, { count, percent: 100 });
        const left = await Promise.all(ids.map((id) => leave(connection, id)));
        expect(left.filter((one) => one === 'left')).to.have.length(count);
        const held = left.filter((one) => one !== 'left');
        expect(new Set(held.map(({ holdId }) => holdId)).size).to.equal(1);
      }),
      { numRuns: 6 },
    );
  }).timeout(60_000);
});
