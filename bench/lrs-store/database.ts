import { createHash } from 'node:crypto';
import type { LastQuestions, LrsDatabase, LrsTransaction } from '@crosswalk/xapi-lrs';
import { PGlite } from '@electric-sql/pglite';
import { PglitePgConnection } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';

const nameOf = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Tenants' transactions over a pool, as the hub makes them: pipelined, with row-level security. */
export function lrsDatabase(pool: pg.Pool, plans: 'kept' | 'new' = 'kept'): LrsDatabase {
  const names = new Map<string, string>();
  async function tenant<T>(
    tenantId: string,
    work: (db: LrsTransaction, last: LastQuestions) => Promise<T>,
  ): Promise<T> {
    const client = await pool.connect();
    const query: LrsTransaction['query'] = async (text, values, plan) => {
      if (!names.has(text)) names.set(text, nameOf(text));
      const name = plan && plans === 'kept' ? names.get(text) : undefined;
      const result = await client.query({ name, text, values: values ? [...values] : undefined });
      return { rows: result.rows, count: result.rowCount ?? 0 };
    };
    try {
      const begun = client.query(`begin; set local app.tenant = '${tenantId}'`);
      begun.catch(() => undefined);
      let committed: Promise<unknown> | undefined;
      const last: LastQuestions = async (ask) => {
        const asked = ask();
        await new Promise(process.nextTick);
        committed = client.query('commit');
        return asked;
      };
      const result = await work({ tenantId, query }, last);
      await begun;
      await (committed ?? client.query('commit'));
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
  return { tenant, read: tenant };
}

export const pipelinedPool = (url: string, max: number): pg.Pool =>
  new pg.Pool({ connectionString: url, max, pipeline: true } as pg.PoolConfig);

/** The embedded engine in this process, over one connection as the hub has it. */
export async function embeddedPool(dataDir: string): Promise<pg.Pool> {
  const pglite = await PGlite.create({ dataDir });
  class EmbeddedClient extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      super({ ...config, connection: new PglitePgConnection({ pglite }) } as pg.ClientConfig);
    }
  }
  const pool = new pg.Pool({ Client: EmbeddedClient, max: 1, pipeline: true } as pg.PoolConfig);
  const end = pool.end.bind(pool);
  return Object.assign(pool, { end: () => end().then(() => pglite.close()) });
}
