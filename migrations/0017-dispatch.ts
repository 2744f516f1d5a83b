import type { Migration } from '../src/platform/database/migrate.ts';
import { tenantTable } from '../src/platform/database/tenant-table.ts';

export const dispatch: Migration = {
  name: '0017-dispatch',
  async up(knex) {
    await knex.raw(`
      -- of the deck; null: always the latest
      alter table assignment add column pinned_revision integer check (pinned_revision > 0);
      alter table identity drop constraint identity_source_check;
      -- the issuer of a dispatch's learner is the host of their learning platform
      alter table identity add constraint identity_source_check
        check (source in ('lti', 'scim', 'saml', 'oidc', 'ldap', 'local', 'dispatch'));
    `);
    await tenantTable(
      knex,
      'dispatch',
      `id uuid not null, name text,
       -- of the deck, with its mode, mastery score and revision: attempts are made for it
       assignment_id uuid not null,
       expires_at timestamptz,
       -- learners who may open it; null: any number
       seats integer check (seats >= 0),
       -- of learning platforms, also as *.example.org; empty: any
       allowed_hosts text[] not null default '{}',
       is_enabled boolean not null default true,
       version integer not null default 1, created_by text not null,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id),
       foreign key (tenant_id, assignment_id) references assignment`,
    );
    await tenantTable(
      knex,
      'dispatch_learner',
      `-- a seat
       dispatch_id uuid not null, person_id uuid not null,
       -- of the learning platform, and how it calls the learner
       host text not null, learner_id text not null,
       launches integer not null default 1,
       first_launch_at timestamptz not null default now(),
       last_launch_at timestamptz not null default now(),
       primary key (tenant_id, dispatch_id, person_id),
       foreign key (tenant_id, dispatch_id) references dispatch on delete cascade,
       foreign key (tenant_id, person_id) references person on delete cascade`,
    );
    await knex.raw(
      'create index dispatch_learner_person on dispatch_learner (tenant_id, person_id)',
    );
  },
};
