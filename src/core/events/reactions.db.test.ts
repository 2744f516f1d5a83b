import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { emit } from './emit.store.ts';
import { withReactions } from './reactions.ts';

describe('reactions to events', () => {
  let plain: Database;
  let tenantId: string;

  before(async () => {
    plain = await testDatabase();
    tenantId = await testTenant(plain);
  });

  const deactivated = (personId = uuidv7()) =>
    ({ type: 'person.deactivated', subject: personId, payload: { personId } }) as const;
  const eventsOf = (subject: string) =>
    plain.read(tenantId, async (db) => {
      const { count } = await db.query(
        'select from outbox_event where tenant_id = $1 and subject = $2',
        [tenantId, subject],
      );
      return count;
    });

  it('happen in the transaction of the event, in order', async () => {
    const seen: [TenantDb, string][] = [];
    const database = withReactions(plain, [
      async (db, { subject }) => void seen.push([db, `a ${subject}`]),
      async (db, { subject }) => void seen.push([db, `b ${subject}`]),
    ]);
    const [first, second] = [deactivated(), deactivated()];
    const db = await database.tenant(tenantId, async (transaction) => {
      await emit(transaction, first, second);
      return transaction;
    });
    const [a, b] = [first.subject, second.subject];
    expect(seen.map(([, what]) => what)).to.deep.equal([`a ${a}`, `b ${a}`, `a ${b}`, `b ${b}`]);
    expect(seen.every(([transaction]) => transaction === db)).to.equal(true);
  });

  it('one that fails takes the fact back', async () => {
    const database = withReactions(plain, [() => Promise.reject(new Error('no'))]);
    const event = deactivated();
    const failed = await database
      .tenant(tenantId, (db) => emit(db, event))
      .catch(({ message }) => message);
    expect(failed).to.equal('no');
    expect(await eventsOf(event.subject)).to.equal(0);
  });

  it('nobody reacts where nobody was named', async () => {
    const event = deactivated();
    await plain.tenant(tenantId, (db) => emit(db, event));
    expect(await eventsOf(event.subject)).to.equal(1);
  });
});
