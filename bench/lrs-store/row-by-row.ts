import { randomUUID } from 'node:crypto';
import type { PreparedStatement } from '@crosswalk/xapi-lrs';
import type pg from 'pg';
import { plainClient, type Writer } from './writers.ts';

/** Tables and indexes as lrsql has them: a row for each actor and activity, and for each mention. */
const TABLES = `
  create table if not exists row_statement (id uuid primary key, statement_id uuid not null unique,
    registration uuid, verb_iri text not null, is_voided boolean not null default false,
    payload json not null, stored timestamptz not null default now());
  create index if not exists row_statement_verb on row_statement (verb_iri);
  create index if not exists row_statement_registration on row_statement (registration);
  create table if not exists row_actor (id uuid primary key, ifi text not null unique,
    payload json not null);
  create table if not exists row_activity (id uuid primary key, iri text not null unique,
    payload json not null);
  create table if not exists row_statement_actor (id uuid primary key,
    statement_id uuid not null references row_statement (statement_id), usage text not null,
    ifi text not null references row_actor (ifi));
  create index if not exists row_statement_actor_ifi on row_statement_actor (ifi);
  create index if not exists row_statement_actor_statement on row_statement_actor (statement_id);
  create table if not exists row_statement_activity (id uuid primary key,
    statement_id uuid not null references row_statement (statement_id), usage text not null,
    iri text not null references row_activity (iri));
  create index if not exists row_statement_activity_iri on row_statement_activity (iri);
  create index if not exists row_statement_activity_statement
    on row_statement_activity (statement_id);`;

/**
 * The shape of lrsql (its own sources, not measured here): a transaction a batch, and in it a round
 * trip for each row that is looked for or written; 16 for a statement of 3 agents and 4 activities.
 */
export async function rowByRowWriter(url: string): Promise<Writer> {
  const client = await plainClient(url);
  await client.query(TABLES);
  return {
    share: 0.1,
    close: () => client.end(),
    async write(batch) {
      await client.query('begin');
      for (const statement of batch) await writeStatement(client, statement);
      await client.query('commit');
    },
  };
}

async function writeStatement(
  client: pg.Client,
  { id, json, verb, registration, agents, activities }: PreparedStatement,
): Promise<void> {
  await client.query('select 1 from row_statement where statement_id = $1', [id]);
  await client.query(
    `insert into row_statement (id, statement_id, registration, verb_iri, payload)
     values ($1, $2, $3, $4, $5)`,
    [randomUUID(), id, registration, verb, json],
  );
  for (const { key } of agents) await writeOnce(client, 'row_actor', 'ifi', key);
  for (const { key } of activities) await writeOnce(client, 'row_activity', 'iri', key);
  for (const { key } of agents) await link(client, id, 'row_statement_actor', 'ifi', key);
  for (const { key } of activities) await link(client, id, 'row_statement_activity', 'iri', key);
}

async function writeOnce(client: pg.Client, table: string, column: string, key: string) {
  const { rows } = await client.query(`select payload from ${table} where ${column} = $1`, [key]);
  if (rows.length > 0) return;
  await client.query(`insert into ${table} (id, ${column}, payload) values ($1, $2, $3)`, [
    ...[randomUUID(), key, JSON.stringify({ id: key })],
  ]);
}

async function link(client: pg.Client, id: string, table: string, column: string, key: string) {
  await client.query(
    `insert into ${table} (id, statement_id, usage, ${column}) values ($1, $2, 'Usage', $3)`,
    [randomUUID(), id, key],
  );
}
