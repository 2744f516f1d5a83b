import type { Migration } from '../src/platform/database/migrate.ts';
import { allowLookups, tenantTable } from '../src/platform/database/tenant-table.ts';

/** Another LRS that statements go to or come from; its key and secret are kept in tenant_secret. */
const remote = `id uuid not null, name text not null, endpoint text not null,
  version text not null check (version in ('1.0.3', '2.0.0')),
  enabled boolean not null,
  created_at timestamptz not null default now(),
  -- since the last success
  failures integer not null default 0, last_error text, retry_at timestamptz`;

export const lrsForwarding: Migration = {
  name: '0007-lrs-forwarding',
  async up(knex) {
    await tenantTable(
      knex,
      'lrs_forward',
      `${remote},
       -- which statements it takes: verbs, activities, agents, registrations, related
       filter jsonb not null,
       -- seq of the last statement that is sent, put aside or not wanted
       cursor bigint not null,
       sent bigint not null default 0, last_sent_at timestamptz,
       primary key (tenant_id, id)`,
    );
    await tenantTable(
      knex,
      'lrs_dead_letter',
      `forward_id uuid not null, seq bigint not null, statement_id uuid not null,
       status integer not null, reason text not null, created_at timestamptz not null default now(),
       -- is to be sent again
       retrying boolean not null default false,
       primary key (tenant_id, forward_id, seq),
       foreign key (tenant_id, forward_id) references lrs_forward on delete cascade`,
    );
    await tenantTable(
      knex,
      'lrs_pull',
      `${remote},
       -- parameters of GET /statements: verb, activity, agent, ...
       filter jsonb not null,
       attachments boolean not null,
       keep_authority boolean not null,
       -- null: only when asked for
       interval_minutes integer,
       -- "stored" of the other LRS, as it writes it, until when everything has been taken over
       since text,
       -- while a run is under way: the next page, and what "since" will be at its end
       more text, next_since text,
       last_run_at timestamptz, last_report jsonb not null,
       primary key (tenant_id, id)`,
    );
    await tenantTable(
      knex,
      'statement_import',
      `id uuid not null, file_name text not null, sha256 text not null, bytes bigint not null,
       keep_authority boolean not null, created_by text not null,
       status text not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed')),
       -- bytes and lines of the file that are done
       read_bytes bigint not null default 0, lines bigint not null default 0,
       report jsonb not null, error jsonb,
       created_at timestamptz not null default now(), finished_at timestamptz,
       primary key (tenant_id, id)`,
    );
    await allowLookups(knex, 'lrs_forward', 'lrs_pull');
  },
};
