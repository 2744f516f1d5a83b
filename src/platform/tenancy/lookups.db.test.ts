import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { migrations } from '../../../migrations/index.ts';
import type { Database } from '../database/database.ts';
import { type MigrateOptions, migrate } from '../database/migrate.ts';
import { startPglite } from '../database/pglite.ts';
import { openPostgres } from '../database/postgres.ts';
import { type LookupFunction, lookupDefinitions } from './lookups.ts';

describe('lookup functions of a later version', () => {
  const { TEST_DATABASE_URL: url, TEST_MIGRATE_DATABASE_URL: owner } = process.env;
  const name = `find_probe_${randomBytes(4).toString('hex')}`;
  let target: MigrateOptions['target'];
  let database: Database;

  before(async () => {
    if (url && owner) {
      target = { url: owner };
      database = await openPostgres({ url, poolSize: 1, bypassingRole: 'refuse' });
    } else {
      const engine = await startPglite('memory');
      target = engine;
      database = engine.open();
    }
  });
  after(() => database.close());

  /** A start of the hub, as far as its schema goes. */
  const start = (probe: LookupFunction) =>
    migrate({
      target,
      migrations,
      definitions: lookupDefinitions(probe),
      appRole: url && new URL(url).username,
    });
  const ask = async (sql: string) => (await database.lookup.query(sql, ['x'])).rows;

  it('take the place of those that return or call something otherwise', async () => {
    const signature = `${name}(wanted text)`;
    const versions = [
      { signature, returns: 'text', body: 'select wanted' },
      { signature, returns: 'table (a text)', body: 'select wanted' },
      { signature, returns: 'table (a text, b int)', body: 'select wanted, 1' },
      { signature: `${name}(sought text)`, returns: 'table (a text)', body: 'select sought' },
    ];
    const answers = [];
    for (const version of versions) {
      await start(version);
      answers.push((await ask(`select * from ${name}($1)`))[0]);
    }
    expect(answers).to.deep.equal([{ [name]: 'x' }, { a: 'x' }, { a: 'x', b: 1 }, { a: 'x' }]);
  });

  it('that are wrong leave the old ones', async () => {
    const signature = `${name}(wanted integer)`;
    await start({ signature, returns: 'table (a integer)', body: 'select wanted' });
    const wrong = { signature, returns: 'table (a text)', body: 'select wanted from' };
    const error = await start(wrong).catch((cause) => cause);
    expect(error).to.have.property('code', '42601');
    expect((await database.lookup.query(`select a from ${name}(3)`)).rows).to.deep.equal([
      { a: 3 },
    ]);
  });
});
