import type { Knex } from 'knex';
import type { Migration } from '../src/platform/database/migrate.ts';
import { tenantTable } from '../src/platform/database/tenant-table.ts';

/** Sums of a day; whoever adds a column says in rollup.store.ts what it is the sum of. */
const measures = `statements integer not null, succeeded integer not null, failed integer not null,
  scored integer not null, scaled_millionths bigint not null, duration_ms bigint not null`;

export const lrsAnalytics: Migration = {
  name: '0008-lrs-analytics',
  async up(knex) {
    await tenantTable(
      knex,
      'lrs_fact',
      `seq bigint not null, at timestamptz not null,
       -- keys of lrs_term; person_id when the actor is an account of the hub
       actor bigint not null, person_id uuid, verb bigint not null, activity bigint,
       deck_id uuid, registration uuid, success boolean, completion boolean,
       scaled double precision, duration_ms bigint,
       primary key (tenant_id, seq)`,
    );
    await knex.raw('create index lrs_fact_at on lrs_fact (tenant_id, at)');
    await tenantTable(
      knex,
      'lrs_term',
      `key bigint not null, kind text not null check (kind in ('actor', 'verb', 'activity')),
       text text not null,
       primary key (tenant_id, key)`,
    );
    await tenantTable(
      knex,
      'lrs_rollup',
      `-- the days below sum the facts up to this seq
       rolled_to bigint not null default 0,
       -- where those days begin and end
       time_zone text not null default 'UTC',
       -- while facts are being made again from statements: how far that is; no facts are summed then
       rebuilt_to bigint,
       primary key (tenant_id)`,
    );
    await tenantTable(
      knex,
      'lrs_day',
      `day date not null, actor bigint not null, verb bigint not null,
       -- nil UUID for what belongs to no deck
       deck_id uuid not null,
       person_id uuid, ${measures},
       primary key (tenant_id, day, actor, verb, deck_id)`,
    );
    // Answers to items.
    await tenantTable(
      knex,
      'lrs_day_item',
      `day date not null, activity bigint not null, deck_id uuid not null, ${measures},
       primary key (tenant_id, day, activity, deck_id)`,
    );
    await keeping(knex);
  },
};

/** What is kept, for how long, and who is erased. */
async function keeping(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'legal_hold',
    `id uuid not null,
     -- null: everybody
     person_id uuid, reason text not null, created_by text not null,
     created_at timestamptz not null default now(),
     primary key (tenant_id, id)`,
  );
  await tenantTable(
    knex,
    'lrs_retention_rule',
    `id uuid not null, name text not null, kind text not null check (kind in ('statements', 'documents')),
     origin text not null check (origin in ('any', 'own', 'foreign')),
     -- of statements; empty: any
     verbs text[] not null, days integer not null, enabled boolean not null,
     created_at timestamptz not null default now(), last_run_at timestamptz, last_deleted bigint,
     primary key (tenant_id, id)`,
  );
  await tenantTable(
    knex,
    'lrs_erasure',
    `id uuid not null, person_id uuid, mode text not null check (mode in ('pseudonymise', 'purge')),
     status text not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed')),
     -- IFIs of whom to erase; null as soon as that is done
     identifiers jsonb, pseudonym text not null,
     -- seq of the last statement that was looked at, of those shown and of those voided
     cursor bigint not null default 0, voided_cursor bigint not null default 0,
     report jsonb not null, error jsonb, created_by text not null,
     created_at timestamptz not null default now(), finished_at timestamptz,
     primary key (tenant_id, id)`,
  );
  await tenantTable(
    knex,
    'lrs_tombstone',
    `-- HMAC of an IFI
     hash text not null, erasure_id uuid not null, mode text not null, pseudonym text not null,
     primary key (tenant_id, hash),
     foreign key (tenant_id, erasure_id) references lrs_erasure on delete cascade`,
  );
  // Erasing a person or a tenant for good takes append-only rows too. The setting is made on purpose,
  // names the tenant and ends with the transaction.
  await knex.raw(`
    create or replace function refuse_change() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and current_setting('app.erasing', true) = old.tenant_id::text then
          return old;
        end if;
        raise exception '% is append-only', tg_table_name using errcode = '42501';
      end $$;
  `);
}
