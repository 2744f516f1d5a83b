import type { Knex } from 'knex';
import type { Migration } from '../src/platform/database/migrate.ts';
import { allowLookups, tenantTable } from '../src/platform/database/tenant-table.ts';

export const provisioning: Migration = {
  name: '0010-provisioning',
  async up(knex) {
    await connections(knex);
    await people(knex);
    await departures(knex);
    await scim(knex);
    // Who asks a surface is known by a connection or its token before the tenant is.
    await allowLookups(knex, 'connection', 'scim_token', 'scim_client');
  },
};

async function connections(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'connection',
    `id uuid not null, kind text not null check (kind in ('scim', 'saml', 'oidc', 'ldap')),
     name text not null, profile text not null,
     linking text not null default 'none'
       check (linking in ('none', 'verified_email', 'external_id', 'user_name')),
     -- {field of a person: path, attribute or claim of the source}; null: not taken
     mapping jsonb not null default '{}',
     -- {count, percent} of the connection's people that may leave within an hour
     guard jsonb not null,
     deletion_days integer not null default 30 check (deletion_days between 0 and 365),
     enabled boolean not null default true,
     -- what only its surface knows
     settings jsonb not null default '{}',
     version integer not null default 1,
     created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
     primary key (tenant_id, id)`,
  );
  await knex.raw('create unique index connection_id on connection (id)');
  await tenantTable(
    knex,
    'connection_rule',
    `id uuid not null, connection_id uuid not null,
     group_by text not null check (group_by in ('name', 'external_id')), group_key text not null,
     role text check (role in ('admin', 'institution_admin', 'program_coordinator', 'user')),
     deck_id uuid, mode text check (mode in ('study', 'test')),
     created_at timestamptz not null default now(),
     primary key (tenant_id, id),
     check (num_nonnulls(role, deck_id) = 1 and (deck_id is null) = (mode is null)),
     unique nulls not distinct (tenant_id, connection_id, group_by, group_key, role, deck_id),
     foreign key (tenant_id, connection_id) references connection on delete cascade,
     foreign key (tenant_id, deck_id) references deck on delete cascade`,
  );
}

async function people(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table person
      -- since when a directory has them no more; who they were is forgotten after its window
      add column deleted_at timestamptz,
      -- the connection that deactivated them; null while inactive: somebody did by hand
      add column deactivated_by uuid,
      -- whether a source that owns the person has verified the e-mail
      add column email_verified boolean not null default false,
      add column email_ci text generated always as (lower(email)) stored;
    -- Under row-level security no index is used for a function that is not leakproof, as lower is not.
    drop index person_email;
    create index person_email on person (tenant_id, email_ci);
    create index person_deleted on person (tenant_id, deleted_at) where deleted_at is not null;
    alter table identity
      -- whether this source made the person, whose details are then its own
      add column owns boolean not null default false,
      -- what it calls the person beside the subject; the user name in lower case
      add column external_id text,
      add column user_name text,
      -- as a directory says; null: it says nothing about that
      add column active boolean,
      add column deleted_at timestamptz;
    create index identity_external on identity (tenant_id, external_id) where external_id is not null;
    create index identity_user_name on identity (tenant_id, user_name) where user_name is not null;
    create index identity_deleted on identity (tenant_id, deleted_at) where deleted_at is not null;
    -- A role that a group's rule gave goes with the group; one given by hand stays.
    alter table role_grant add column by_rule boolean not null default false;
  `);
}

async function departures(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'departure',
    `-- of the last hour
     connection_id uuid not null, person_id uuid not null, at timestamptz not null default now(),
     primary key (tenant_id, connection_id, person_id),
     foreign key (tenant_id, connection_id) references connection on delete cascade`,
  );
  await tenantTable(
    knex,
    'departure_hold',
    `id uuid not null, connection_id uuid not null,
     state text not null check (state in ('held', 'released', 'refused')),
     -- people that would have left within the hour, and how many may
     counted integer not null, allowed integer not null,
     opened_at timestamptz not null default now(),
     -- departures refused since, and when the last was
     asked integer not null default 1, last_asked_at timestamptz not null default now(),
     decided_by text, decided_at timestamptz,
     -- until when a release lets everybody go
     lifted_until timestamptz,
     primary key (tenant_id, id),
     foreign key (tenant_id, connection_id) references connection on delete cascade`,
  );
  await knex.raw(`
    create unique index departure_hold_open on departure_hold (tenant_id, connection_id)
      where state = 'held';
    create index departure_hold_connection on departure_hold (tenant_id, connection_id, opened_at);
  `);
}

async function scim(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'scim_token',
    `id uuid not null, connection_id uuid not null,
     -- HMAC of the token; short-lived ones come from a client's credentials
     hash text not null unique, prefix text not null,
     scopes text[] not null, client_id uuid,
     created_at timestamptz not null default now(), expires_at timestamptz,
     revoked_at timestamptz, last_used_at timestamptz,
     primary key (tenant_id, id),
     foreign key (tenant_id, connection_id) references connection on delete cascade`,
  );
  await tenantTable(
    knex,
    'scim_client',
    `-- OAuth 2.0 client credentials
     id uuid not null, connection_id uuid not null, secret_hash text not null, prefix text not null,
     scopes text[] not null, token_minutes integer not null check (token_minutes between 60 and 360),
     created_at timestamptz not null default now(), expires_at timestamptz,
     revoked_at timestamptz, last_used_at timestamptz,
     primary key (tenant_id, id),
     foreign key (tenant_id, connection_id) references connection on delete cascade`,
  );
  await tenantTable(
    knex,
    'provisioning_log',
    `id uuid not null, connection_id uuid not null, at timestamptz not null default now(),
     method text not null, path text not null, status integer not null,
     -- redacted; is_whole: nothing was left out that a replay needs
     request jsonb, is_whole boolean not null, answer jsonb,
     -- what it made of our people and groups
     change jsonb, person_id uuid, request_id text not null, ms integer not null,
     primary key (tenant_id, id),
     foreign key (tenant_id, connection_id) references connection on delete cascade`,
  );
  await knex.raw(`
    create index scim_token_connection on scim_token (tenant_id, connection_id);
    create unique index scim_client_id on scim_client (id);
    create index provisioning_log_connection on provisioning_log (tenant_id, connection_id, id);
    create index provisioning_log_person on provisioning_log (tenant_id, person_id)
      where person_id is not null;
  `);
}
