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
    seq bigint not null, primary key (tenant_id, key, seq));
  create table if not exists bare_fact (tenant_id uuid not null, seq bigint not null,
    at timestamptz not null, actor bigint not null, person_id uuid, verb bigint not null,
    activity bigint, deck_id uuid, registration uuid, success boolean, completion boolean,
    scaled double precision, duration_ms bigint, primary key (tenant_id, seq));
  create index if not exists bare_fact_at on bare_fact (tenant_id, at);`;

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

interface BareFact {
  at: string | undefined;
  actor: string;
  verb: string;
  activity: string;
  registration: string | undefined;
  success: boolean | undefined;
  scaled: number | undefined;
  duration: number;
}

function bareFact({ source, verb, registration, agents, activities }: PreparedStatement): BareFact {
  return {
    at: source?.timestamp,
    actor: numberOf(agents[0]?.key ?? ''),
    verb: numberOf(verb),
    activity: numberOf(activities[0]?.key ?? ''),
    registration,
    success: source?.result?.success,
    scaled: source?.result?.score?.scaled,
    duration: Math.round(Number.parseFloat(source?.result?.duration?.slice(2) ?? '0') * 1000),
  };
}

const factColumns =
  '(tenant_id, seq, at, actor, verb, activity, registration, success, scaled, duration_ms)';

const statementColumns = '(tenant_id, seq, id, hash, voided, voids, has_timestamp, keys, json)';

/**
 * The least that writing the same rows takes: plain tables of the same columns and indexes, an
 * insert of arrays for each, planned once, in one round trip with begin and commit.
 * @param facts whether the rows of analytics are written too, as the hub does
 */
export async function bareWriter(
  url: string,
  { facts }: { facts: boolean } = { facts: false },
): Promise<Writer> {
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
        facts && writeFacts(client, { tenant, seqs, facts: batch.map(bareFact) }),
        client.query('commit'),
      ]);
    },
  };
}

function writeFacts(
  client: pg.Client,
  { tenant, seqs, facts }: { tenant: string; seqs: number[]; facts: BareFact[] },
): Promise<unknown> {
  return client.query({
    name: 'facts',
    text: `insert into bare_fact ${factColumns}
      select $1, x.* from unnest($2::bigint[], $3::timestamptz[], $4::bigint[], $5::bigint[],
        $6::bigint[], $7::uuid[], $8::boolean[], $9::double precision[], $10::bigint[]) as x`,
    values: [
      tenant,
      seqs,
      facts.map(({ at }) => at),
      facts.map(({ actor }) => actor),
      facts.map(({ verb }) => verb),
      facts.map(({ activity }) => activity),
      facts.map(({ registration }) => registration),
      facts.map(({ success }) => success),
      facts.map(({ scaled }) => scaled),
      facts.map(({ duration }) => duration),
    ],
  });
}

export async function plainClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig);
  await client.connect();
  return client;
}
