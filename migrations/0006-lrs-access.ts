import type { Migration } from '../src/platform/database/migrate.ts';
import { allowLookups, tenantTable } from '../src/platform/database/tenant-table.ts';

export const lrsAccess: Migration = {
  name: '0006-lrs-access',
  async up(knex) {
    await tenantTable(
      knex,
      'lrs_credential',
      `id uuid not null, name text not null,
       -- what a client sends as the user name; unique over all tenants, whom it tells apart
       key text not null unique,
       secret_hash text not null,
       -- the secret before the last rotation goes on to work until then
       previous_hash text, previous_until timestamptz,
       scopes text[] not null, default_version text not null check (default_version in ('1.0.3', '2.0.0')),
       -- the agent or group that vouches for its statements
       authority jsonb not null,
       created_at timestamptz not null default now(), expires_at timestamptz,
       revoked_at timestamptz, last_used_at timestamptz,
       primary key (tenant_id, id)`,
    );
    await tenantTable(
      knex,
      'lrs_issuer',
      `id uuid not null, name text not null,
       -- together they tell the tenant
       issuer text not null, audience text not null, jwks_uri text not null,
       -- what its tokens may do at most
       scopes text[] not null, default_version text not null check (default_version in ('1.0.3', '2.0.0')),
       created_at timestamptz not null default now(),
       primary key (tenant_id, id), unique (issuer, audience)`,
    );
    // Contents of attachments: statements name them by any SHA-2 hash, blobs are found by SHA-256.
    await tenantTable(
      knex,
      'lrs_content',
      `sha2 text not null, sha256 text not null, bytes bigint not null,
       created_at timestamptz not null default now(),
       primary key (tenant_id, sha2)`,
    );
    // Reviews of a session that goes on, for tenants that want one statement a session.
    await tenantTable(
      knex,
      'study_session',
      `person_id uuid not null, deck_id uuid not null, id uuid not null,
       started_at timestamptz not null, last_at timestamptz not null,
       touched_at timestamptz not null default now(),
       again integer not null, hard integer not null, good integer not null, easy integer not null,
       spent_ms bigint not null,
       primary key (tenant_id, person_id, deck_id)`,
    );
    await allowLookups(knex, 'lrs_credential', 'lrs_issuer');
  },
};
