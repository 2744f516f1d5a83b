import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { until } from '../jobs/testing/until.ts';
import { type Database, TransactionAbortedError } from './database.ts';
import { testDatabase, testTenant } from './test-database.ts';

/** Longer than reads may share a transaction. */
const OVER_MS = 40;

describe('reads that follow one another', () => {
  let db: Database;
  let tenantId: string;

  before(async () => {
    db = await testDatabase();
  });

  beforeEach(async () => {
    await wait(OVER_MS);
    tenantId = await testTenant(db);
  });

  const begunAt = (tenant: string) =>
    db.read(tenant, async (t) => {
      const { rows } = await t.query<{ at: string }>('select now()::text as at');
      return rows[0]?.at;
    });
  const rename = (name: string) =>
    db.tenant(tenantId, (t) => t.query('update tenant set name = $1', [name]));
  const names = (tenant: string) =>
    db.read(tenant, async (t) => {
      const { rows } = await t.query<{ name: string }>('select name from tenant');
      return rows.map(({ name }) => name);
    });

  it('share a transaction, which ends soon after', async () => {
    // Where the machine is busy, a read may take longer than its transaction is left open.
    const shared = await until('two share one', async () => {
      const first = await begunAt(tenantId);
      return first === (await begunAt(tenantId)) && first;
    });
    await wait(OVER_MS);
    expect(await begunAt(tenantId)).not.to.equal(shared);
  });

  it('do so for milliseconds only, however many follow', async () => {
    const seen = new Set<string | undefined>();
    for (let n = 0; n < 10_000 && seen.size < 3; n += 1) seen.add(await begunAt(tenantId));
    expect(seen.size).to.equal(3);
  });

  it('see what was committed between them', async () => {
    await names(tenantId);
    await rename('new name');
    expect(await names(tenantId)).to.deep.equal(['new name']);
  });

  it('never share with another tenant', async () => {
    const other = await testTenant(db);
    const [ownNames, foreignNames] = [await names(tenantId), await names(other)];
    expect(ownNames).to.have.length(1);
    expect(foreignNames).to.have.length(1);
    expect(ownNames).not.to.deep.equal(foreignNames);
  });

  it('do not suffer from one that failed, whether or not it passed its error on', async () => {
    await names(tenantId);
    const failed = db.read(tenantId, (t) => t.query('select no_such_column'));
    expect(await failed.catch((error) => error.code)).to.equal('42703');
    expect(await names(tenantId)).to.have.length(1);
    await db.read(tenantId, async (t) => {
      await t.query('select no_such_column').catch(() => undefined);
    });
    expect(await names(tenantId)).to.have.length(1);
  });

  it('leave room for a write when all connections are theirs', async () => {
    await Promise.all(Array.from({ length: 12 }, () => names(tenantId)));
    const outcome = await Promise.race([rename('written'), wait(5_000, 'waited')]);
    expect(outcome).not.to.equal('waited');
  });

  it('leave no transaction open', async () => {
    await Promise.all(Array.from({ length: 12 }, () => names(tenantId)));
    await wait(OVER_MS);
    const { rows } = await db.lookup.query(
      "select pid from pg_stat_activity where state = 'idle in transaction' and usename = current_user",
    );
    expect(rows).to.have.length(0);
    expect(db.pool().idle).to.equal(db.pool().total);
  });

  it('keep a write from being taken for a read', async () => {
    await names(tenantId);
    const swallowed = db.tenant(tenantId, async (t) => {
      await t.query('select no_such_column').catch(() => undefined);
    });
    expect(await swallowed.catch((e) => e)).to.be.instanceOf(TransactionAbortedError);
  });
});
