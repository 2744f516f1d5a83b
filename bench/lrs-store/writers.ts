import { randomUUID } from 'node:crypto';
import { createPostgresStore, type PreparedStatement } from '@crosswalk/xapi-lrs';
import pg from 'pg';
import { lrsDatabase, pipelinedPool } from './database.ts';

export interface Writer {
  write(batch: readonly PreparedStatement[]): Promise<void>;
  /** Of the statements that the others write in one measurement. */
  share: number;
  close(): Promise<void>;
}

/** The package's store, as the hub runs it. */
export function storeWriter(url: string): Writer {
  const pool = pipelinedPool(url, 4);
  const store = createPostgresStore({ database: lrsDatabase(pool), cursorSecret: 'bench' });
  const tenant = randomUUID();
  return {
    share: 1,
    write: async (batch) => {
      await store.saveStatements(tenant, batch);
    },
    close: () => pool.end(),
  };
}

const BARE = `
  create table if not exists bare_statement (tenant_id uuid not null, seq bigint not null,
    id uuid not null, hash uuid not null, voided boolean not null, voids boolean not null,
    has_timestamp boolean not null, keys bigint[] not null, json text not null,
    primary key (tenant_id, seq), unique (tenant_id, id));
  create table if not exists bare_key (tenant_id uuid not null, key bigint not null,
    seq bigint not null, primary key (tenant_id, key, seq));`;

interface BareRow {
  id: string;
  hash: string;
  keys: string[];
  json: string;
}

/** As many keys as the store makes. */
function bareRow({
  id,
  hash,
  json,
  verb,
  registration,
  agents,
  activities,
}: PreparedStatement): BareRow {
  const texts = [verb, registration ?? '', ...[...agents, ...activities].map(({ key }) => key)];
  return { id, hash: hash.slice(0, 32), keys: texts.map(numberOf), json };
}

/** FNV-1a, twice: cheap, for the floor must not pay for what it does not store. */
function numberOf(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let at = 0; at < text.length; at += 1) {
    low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ low, 0x01000193);
  }
  return ((BigInt(high >>> 1) << 32n) | BigInt(low >>> 0)).toString();
}

const statementColumns = '(tenant_id, seq, id, hash, voided, voids, has_timestamp, keys, json)';

/**
 * The least that writing the same rows takes: plain tables of the same columns and indexes, two
 * inserts of arrays, planned once, in one round trip with begin and commit.
 */
export async function bareWriter(url: string): Promise<Writer> {
  const client = await plainClient(url);
  await client.query(BARE);
  const tenant = randomUUID();
  let seq = Date.now() * 1000;
  return {
    share: 1,
    close: () => client.end(),
    async write(batch) {
      const rows = batch.map(bareRow);
      const seqs = rows.map(() => seq++);
      await Promise.all([
        client.query('begin'),
        client.query({
          name: 'statements',
          text: `insert into bare_statement ${statementColumns}
            select $1, seq, id, hash, false, false, true, keys::bigint[], json
            from unnest($2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::text[])
              as x(seq, id, hash, keys, json)`,
          values: [
            tenant,
            seqs,
            rows.map(({ id }) => id),
            rows.map(({ hash }) => hash),
            rows.map(({ keys }) => `{${keys.join(',')}}`),
            rows.map(({ json }) => json),
          ],
        }),
        client.query({
          name: 'keys',
          text: `insert into bare_key select $1, x.* from unnest($2::bigint[], $3::bigint[]) as x`,
          values: [
            tenant,
            rows.flatMap(({ keys }) => keys),
            rows.flatMap(({ keys }, i) => keys.map(() => seqs[i])),
          ],
        }),
        client.query('commit'),
      ]);
    },
  };
}

export async function plainClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig);
  await client.connect();
  return client;
}
