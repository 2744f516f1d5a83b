export interface LrsTable {
  name: string;
  /** SQL of its columns and keys, after `tenant_id uuid not null`. */
  columns: string;
  /** SQL that follows its creation, without a last semicolon. */
  next?: string;
}

/** The tables that the PostgreSQL store reads and writes. */
export const lrsTables: readonly LrsTable[] = [
  {
    name: 'statement',
    // seq: milliseconds of `stored` times 1000, plus a count; it rises with every statement that is
    // committed. json: without `stored`, and without `timestamp` unless it came with one.
    columns: `seq bigint not null, id uuid not null,
      -- first half of the SHA-256 that makes statements with the same id equal
      hash uuid not null,
      voided boolean not null, voids boolean not null, has_timestamp boolean not null,
      -- under which statement_key has it, or had before it was voided
      keys bigint[] not null,
      json text not null,
      primary key (tenant_id, seq), unique (tenant_id, id)`,
    next: `-- what is voided is in no list of keys; erasing somebody looks through it
      create index statement_voided on statement (tenant_id, seq) where voided`,
  },
  {
    // What filters look for: an agent, activity, verb or registration, as `key.ts` makes keys.
    // Statements that are voided have none.
    name: 'statement_key',
    columns: `key bigint not null, seq bigint not null, primary key (tenant_id, key, seq)`,
    // Soon after rows were added, they are to be read from the index alone.
    next: `alter table statement_key set (autovacuum_vacuum_insert_scale_factor = 0.02)`,
  },
  {
    name: 'statement_reference',
    columns: `target uuid not null, source uuid not null, voids boolean not null,
      primary key (tenant_id, target, source)`,
  },
  {
    name: 'statement_attachment',
    columns: `sha2 text not null, seq bigint not null, primary key (tenant_id, sha2, seq)`,
  },
  {
    name: 'activity_definition',
    columns: `key bigint not null, activity_id text not null, definition text not null,
      -- hash of the definition that was merged last: the same again changes nothing
      merged bigint not null,
      primary key (tenant_id, key)`,
  },
  {
    name: 'agent_name',
    columns: `key bigint not null, ifi text not null,
      -- latest first
      names text[] not null,
      primary key (tenant_id, key)`,
  },
  {
    name: 'xapi_document',
    // Hashes stand for texts that may be longer than an index takes. scope: kind, agent and
    // activity; name: registration and id.
    columns: `scope uuid not null, name uuid not null,
      kind text not null check (kind in ('state', 'activity-profile', 'agent-profile')),
      agent text, activity_id text, registration uuid, id text not null,
      content_type text not null, content bytea not null, etag text not null,
      updated_at timestamptz not null,
      primary key (tenant_id, scope, name)`,
  },
];

/** SQL that creates the tables in a database of one's own. */
export const lrsSchema: string = lrsTables
  .map(({ name, columns, next }) =>
    [
      `create table ${name} (tenant_id uuid not null, ${columns});`,
      ...(next ? [`${next};`] : []),
    ].join('\n'),
  )
  .join('\n');
