import { expect } from 'chai';
import { uuidv7 } from '../crypto/uuid.ts';
import { type Database, type TenantDb, TransactionAbortedError } from './database.ts';
import { testDatabase, testTenant } from './test-database.ts';

describe('database: tenant units of work', () => {
  let db: Database;
  let tenantId: string;

  before(async () => {
    db = await testDatabase();
    tenantId = await testTenant(db);
  });

  const names = (tenant: string) =>
    db.read(tenant, (t) => t.query<{ name: string }>('select name from tenant'));

  it('sees its own rows and, without any filter in the SQL, no foreign ones', async () => {
    expect((await names(tenantId)).rows).to.have.length(1);
    expect((await names(uuidv7())).rows).to.have.length(0);
    expect((await db.lookup.query('select * from tenant')).rows).to.have.length(0);
  });

  it('refuses to write a row of another tenant', async () => {
    const foreign = db.tenant(tenantId, (t) =>
      t.query('insert into tenant (tenant_id, name) values ($1, $2)', [uuidv7(), 'x']),
    );
    expect(await foreign.catch((e) => e.code)).to.equal('42501');
  });

  it('refuses a tenant id that is not a UUID before any SQL runs', async () => {
    const bad = db.read("x'; drop table tenant; --", async () => 1);
    expect(await bad.catch((e) => e.name)).to.equal('TypeError');
  });

  it('rolls back everything when the work throws', async () => {
    const failed = db.tenant(tenantId, async (t) => {
      await t.query('update tenant set name = $1', ['changed']);
      throw new Error('stop');
    });
    expect(await failed.catch((e) => e.message)).to.equal('stop');
    expect((await names(tenantId)).rows[0]?.name).not.to.equal('changed');
  });

  it('does not pretend to commit when an error was swallowed', async () => {
    const swallowed = db.tenant(tenantId, async (t) => {
      await t.query('select no_such_column').catch(() => undefined);
    });
    expect(await swallowed.catch((e) => e)).to.be.instanceOf(TransactionAbortedError);
    expect((await names(tenantId)).count).to.equal(1);
  });

  it("lets nothing through once the work has failed, for the connection is another tenant's then", async () => {
    let late: Promise<unknown> | undefined;
    let fail: () => void = () => undefined;
    const failed = db.tenant(tenantId, (t) => {
      const failing = new Promise<never>((_, reject) => {
        fail = () => reject(new Error('stop'));
      });
      const slow = t.query('select 1').then(async () => {
        fail();
        await failed.catch(() => undefined);
        late = t.query('select name from tenant');
        return late;
      });
      return Promise.all([failing, slow]);
    });
    expect(await failed.catch((e) => e.message)).to.equal('stop');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await late?.catch((e) => e.message)).to.equal('the unit of work has ended');
  });

  it('lets nothing through after its end', async () => {
    const kept = await db.tenant(tenantId, async (t) => t);
    expect(await kept.query('select 1').catch((e) => e.message)).to.match(/ended/);
    const read = await db.read(tenantId, async (t) => t);
    expect(await read.query('select 1').catch((e) => e.message)).to.match(/ended/);
  });

  const rename = (name: string) => (t: TenantDb) => t.query('update tenant set name = $1', [name]);

  describe('what a transaction asks last', () => {
    it('is committed with what it asked before, and answered', async () => {
      const answer = await db.tenant(tenantId, async (t, last) => {
        await rename('asked before')(t);
        return last(() =>
          Promise.all([rename('asked last')(t), t.query('select name from tenant')]),
        );
      });
      expect(answer[1].rows).to.deep.equal([{ name: 'asked last' }]);
      expect((await names(tenantId)).rows[0]?.name).to.equal('asked last');
    });

    it('fails with all the rest where the server refuses it', async () => {
      const failed = db.tenant(tenantId, async (t, last) => {
        await rename('refused')(t);
        return last(() => t.query('select no_such_column'));
      });
      expect(await failed.catch((e) => e.code)).to.equal('42703');
      expect((await names(tenantId)).rows[0]?.name).not.to.equal('refused');
    });

    it('does not commit when it fails before any answer', async () => {
      const failed = db.tenant(tenantId, async (t, last) => {
        await rename('thrown')(t);
        return last(async () => {
          await Promise.resolve();
          throw new Error('stop');
        });
      });
      expect(await failed.catch((e) => e.message)).to.equal('stop');
      expect((await names(tenantId)).rows[0]?.name).not.to.equal('thrown');
    });

    it('does not pretend to commit when its error was swallowed', async () => {
      const swallowed = db.tenant(tenantId, (t, last) =>
        last(() => t.query('select no_such_column').catch(() => undefined)),
      );
      expect(await swallowed.catch((e) => e)).to.be.instanceOf(TransactionAbortedError);
    });
  });

  it('a lookup that fails leaves the connection as it was', async () => {
    for (let n = 0; n < 5; n += 1) {
      const failed = await db.lookup.query('select no_such_column').catch((e) => e.code);
      expect(failed).to.equal('42703');
    }
    expect((await db.lookup.query('select 1 as one')).rows).to.deep.equal([{ one: 1 }]);
    expect((await names(tenantId)).count).to.equal(1);
  });

  const onPoolsOfOne = process.env.TEST_DATABASE_URL ? () => undefined : it;
  onPoolsOfOne(
    'refuses a nested unit of work, which would wait for itself on a pool of one',
    async () => {
      const nested = db.tenant(tenantId, () => names(tenantId));
      expect(await nested.catch((e) => e.message)).to.match(/nested/);
    },
  );

  // PGlite's only login is a superuser, but nobody except the hub can speak to it.
  const onServers = process.env.TEST_DATABASE_URL ? it : () => undefined;
  // PGlite answers within the turn.
  onServers('what a transaction asks last may not ask more once it has an answer', async () => {
    const late = db.tenant(tenantId, (t, last) =>
      last(async () => {
        await rename('before an answer')(t);
        await rename('after it')(t);
      }),
    );
    expect(await late.catch((e) => e.message)).to.equal('the unit of work has ended');
    expect((await names(tenantId)).rows[0]?.name).to.equal('before an answer');
  });

  onServers('lets an injected reset of the role see no more than the login may', async () => {
    const widened = await db.tenant(tenantId, async (t) => {
      await t.query('reset role');
      await t.query("set local app.tenant = ''");
      await t.query("set local app.lookup = 'on'");
      return t.query('select * from tenant');
    });
    expect(widened.rows).to.have.length(0);
  });

  it('keeps append-only tables append-only', async () => {
    const change = (sql: string) =>
      db.tenant(tenantId, async (t) => {
        await t.query(
          `insert into review_log (tenant_id, id, person_id, prompt_id, kind, reviewed_at)
           values ($1, $2, $2, $2, 'record', now())`,
          [tenantId, uuidv7()],
        );
        await t.query(sql);
      });
    for (const sql of ['delete from review_log', `update review_log set kind = 'undo'`]) {
      expect(await change(sql).catch((e) => e.code), sql).to.equal('42501');
    }
  });
});
