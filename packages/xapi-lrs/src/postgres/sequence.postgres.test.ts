import { expect } from 'chai';
import pg from 'pg';
import { FIRST_SEQ, firstAt, nextSeqSql, storedAt } from './sequence.ts';

const tenant = '00000000-0000-4000-8000-000000000001';
const other = '00000000-0000-4000-8000-000000000002';

describe('places of statements, as PostgreSQL gives them', () => {
  const at = Date.UTC(2026, 10, 21, 12, 0, 0, 5);
  let client: pg.Client;

  beforeEach(async () => {
    client = new pg.Client(process.env.TEST_DATABASE_URL);
    await client.connect();
    await client.query('create temporary table statement (tenant_id uuid, seq bigint)');
  });
  afterEach(() => client.end());

  /** Place of the next statement at a time, the tenant's latest given. */
  async function next(ms: number | null, ...latest: number[]): Promise<number> {
    await client.query('truncate pg_temp.statement');
    for (const [id, seq] of [...latest.map((seq) => [tenant, seq]), [other, firstAt(at + 9)]]) {
      await client.query('insert into statement values ($1, $2)', [id, seq]);
    }
    const { rows } = await client.query(`select ${nextSeqSql('$2::numeric')} as next`, [
      tenant,
      ms,
    ]);
    return Number(rows[0].next);
  }

  it('follow the clock', async () => {
    expect(storedAt(await next(at + 0.9)).getTime()).to.equal(at);
    expect(await next(at, firstAt(at - 1))).to.equal(firstAt(at));
  });

  it('rise within a millisecond, and while the clock stands or steps back', async () => {
    expect(await next(at, firstAt(at) - 3, firstAt(at))).to.equal(firstAt(at) + 1);
    expect(await next(at - 5_000, firstAt(at) + 7)).to.equal(firstAt(at) + 8);
    expect(await next(null, firstAt(at) + 7)).to.equal(firstAt(at) + 8);
    expect(await next(null)).to.equal(FIRST_SEQ);
  });
});
