import type { Migration } from '../src/platform/database/migrate.ts';
import { allowLookups, tenantTable } from '../src/platform/database/tenant-table.ts';

export const people: Migration = {
  name: '0002-people',
  async up(knex) {
    await tenantTable(
      knex,
      'person',
      `id uuid not null, display_name text not null, given_name text, family_name text, email text,
       locale text, time_zone text, active boolean not null default true,
       version integer not null default 1,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id)`,
    );
    await knex.raw(`create index person_email on person (tenant_id, lower(email))`);
    // A credential is looked up together with whether its person may still act.
    await allowLookups(knex, 'person');
    await tenantTable(
      knex,
      'identity',
      `id uuid not null, person_id uuid not null,
       source text not null check (source in ('lti', 'scim', 'saml', 'oidc', 'ldap', 'local')),
       -- the registration or connection; empty for local
       issuer text not null default '', subject text not null,
       created_at timestamptz not null default now(),
       primary key (tenant_id, id),
       unique (tenant_id, source, issuer, subject),
       foreign key (tenant_id, person_id) references person on delete cascade`,
    );
    await knex.raw(`create index identity_person on identity (tenant_id, person_id)`);
    await tenantTable(
      knex,
      'person_group',
      `id uuid not null, name text not null, external_id text, source text not null default 'local',
       version integer not null default 1,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id)`,
    );
    await knex.raw(
      `create unique index person_group_external on person_group (tenant_id, source, external_id) where external_id is not null`,
    );
    await tenantTable(
      knex,
      'membership',
      `group_id uuid not null, person_id uuid not null, created_at timestamptz not null default now(),
       primary key (tenant_id, group_id, person_id),
       foreign key (tenant_id, group_id) references person_group on delete cascade,
       foreign key (tenant_id, person_id) references person on delete cascade`,
    );
    await knex.raw(`create index membership_person on membership (tenant_id, person_id)`);
    await tenantTable(
      knex,
      'role_grant',
      `id uuid not null, person_id uuid not null,
       role text not null check (role in ('admin', 'institution_admin', 'program_coordinator', 'user')),
       institution_id uuid, created_at timestamptz not null default now(),
       primary key (tenant_id, id),
       unique nulls not distinct (tenant_id, person_id, role, institution_id),
       foreign key (tenant_id, person_id) references person on delete cascade`,
    );
  },
};
