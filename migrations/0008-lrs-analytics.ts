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
  },
};
