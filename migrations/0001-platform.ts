import type { Migration } from '../src/platform/database/migrate.ts';
import { allowLookups, appendOnly, tenantTable } from '../src/platform/database/tenant-table.ts';

export const platform: Migration = {
  name: '0001-platform',
  async up(knex) {
    // Where the login may create roles (the embedded database, a superuser), the hub steps down to
    // this one; elsewhere the login itself has no power to bypass row-level security.
    await knex.raw(`
      do $$ begin
        if (select rolsuper or rolcreaterole from pg_roles where rolname = current_user)
          and not exists (select from pg_roles where rolname = 'hub_app') then
          create role hub_app nologin;
        end if;
      end $$;
      create function refuse_change() returns trigger language plpgsql as $$
        begin raise exception '% is append-only', tg_table_name using errcode = '42501'; end $$;
    `);
    await tenantTable(
      knex,
      'tenant',
      `name text not null,
       settings jsonb not null default '{}',
       -- data keys [{id, wrapped, retiredAt}], each wrapped by the master key; the first is current
       data_keys jsonb not null default '[]',
       created_at timestamptz not null default now(),
       primary key (tenant_id)`,
    );
    await tenantTable(
      knex,
      'tenant_secret',
      `name text not null, ciphertext text not null, created_at timestamptz not null default now(),
       primary key (tenant_id, name)`,
    );
    // Belongs to no tenant: only lookup functions reach it.
    await knex.raw(`
      create table platform_secret (name text primary key, ciphertext text not null);
      alter table platform_secret enable row level security;
      alter table platform_secret force row level security;
    `);
    await tenantTable(
      knex,
      'api_key',
      `id uuid not null, name text not null, role text not null, scopes text[], person_id uuid,
       prefix text not null, hash text not null unique,
       created_at timestamptz not null default now(), expires_at timestamptz,
       revoked_at timestamptz, last_used_at timestamptz,
       primary key (tenant_id, id)`,
    );
    await tenantTable(
      knex,
      'access_token',
      `id uuid not null, purpose text not null, hash text not null unique, role text not null,
       person_id uuid, data jsonb not null default '{}',
       created_at timestamptz not null default now(), expires_at timestamptz not null,
       used_at timestamptz, revoked_at timestamptz,
       primary key (tenant_id, id)`,
    );
    await tenantTable(
      knex,
      'idempotency_key',
      `caller text not null, key text not null, fingerprint text not null,
       -- encrypted, for it may show a secret once; null while the first request is under way
       answer text,
       created_at timestamptz not null default now(),
       primary key (tenant_id, caller, key)`,
    );
    await tenantTable(
      knex,
      'outbox_event',
      `id uuid not null, type text not null, subject uuid, payload jsonb not null,
       occurred_at timestamptz not null default now(),
       primary key (tenant_id, id)`,
    );
    await tenantTable(
      knex,
      'job',
      `id uuid not null, kind text not null, payload jsonb not null, key text,
       state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed')),
       run_at timestamptz not null default now(), attempts integer not null default 0,
       -- until the first claim, null stands for what the kind's handler says
       max_attempts integer,
       -- a new one at each claim: whoever holds another may no longer write
       lease uuid, leased_by text, leased_until timestamptz,
       progress jsonb, last_error text,
       created_at timestamptz not null default now(), started_at timestamptz, finished_at timestamptz,
       primary key (tenant_id, id)`,
    );
    await knex.raw(`
      create index job_due on job (tenant_id, run_at, id) where state = 'queued';
      create index job_leased on job (leased_until) where state = 'running';
      create index job_dead on job (tenant_id, id) where state = 'failed';
      create index job_finished on job (finished_at) where finished_at is not null;
      create unique index job_key on job (tenant_id, kind, key)
        where key is not null and state in ('queued', 'running');
      -- Of no tenant: without a policy of its own, only the lookup functions reach it.
      create table schedule (
        name text primary key, cron text not null, next_run_at timestamptz not null,
        lease uuid, leased_until timestamptz, last_run_at timestamptz, last_error text
      );
      alter table schedule enable row level security;
      alter table schedule force row level security;
    `);
    await tenantTable(
      knex,
      'audit_entry',
      `seq bigint not null, at timestamptz not null, actor text not null, action text not null,
       subject jsonb not null, detail jsonb not null, previous_hash text not null, hash text not null,
       primary key (tenant_id, seq)`,
    );
    await appendOnly(knex, 'audit_entry');
    await allowLookups(
      knex,
      'platform_secret',
      'tenant',
      'api_key',
      'access_token',
      'job',
      'schedule',
    );
  },
};
