import type { Migration } from '../src/platform/database/migrate.ts';
import { tenantTable } from '../src/platform/database/tenant-table.ts';

const ofRegistration =
  'foreign key (tenant_id, registration_id) references cmi5_registration on delete cascade';

export const cmi5: Migration = {
  name: '0016-cmi5',
  async up(knex) {
    await tenantTable(
      knex,
      'cmi5_registration',
      `-- the learner's attempt has the same id
       id uuid not null, course_id uuid not null, person_id uuid not null, assignment_id uuid,
       -- activity ids of the blocks and the course that satisfied statements were written for
       satisfied jsonb not null default '[]',
       created_at timestamptz not null default now(),
       primary key (tenant_id, id),
       foreign key (tenant_id, course_id) references course on delete cascade,
       foreign key (tenant_id, person_id) references person on delete cascade`,
    );
    await knex.raw(`
      create index cmi5_registration_course
        on cmi5_registration (tenant_id, course_id, person_id, id);
      create index cmi5_registration_person on cmi5_registration (tenant_id, person_id);
    `);
    await tenantTable(
      knex,
      'cmi5_au',
      `-- an AU is known by its place in the course, which never changes
       registration_id uuid not null, au integer not null,
       completed_at timestamptz, passed_at timestamptz, failed_at timestamptz,
       waived_at timestamptz, waived_reason text,
       score_scaled double precision check (score_scaled between 0 and 1),
       primary key (tenant_id, registration_id, au), ${ofRegistration}`,
    );
    await tenantTable(
      knex,
      'cmi5_session',
      `id uuid not null, registration_id uuid not null, au integer not null,
       profile text not null check (profile in ('cmi5', 'tincan')),
       activity_id text not null,
       launch_mode text not null check (launch_mode in ('Normal', 'Browse', 'Review')),
       mastery_score double precision, context_template jsonb not null,
       -- SHA-256; of Tin Can launches, which have nothing to fetch, the second alone
       fetch_hash text, token_hash text,
       launched_at timestamptz not null default now(), fetched_at timestamptz,
       preferences_read_at timestamptz, initialized_at timestamptz, completed_at timestamptz,
       passed_at timestamptz, failed_at timestamptz, terminated_at timestamptz,
       abandoned_at timestamptz, last_statement_at timestamptz,
       primary key (tenant_id, id), ${ofRegistration}`,
    );
    await knex.raw(`
      create index cmi5_session_registration on cmi5_session (tenant_id, registration_id);
      create index cmi5_session_open on cmi5_session (tenant_id, launched_at)
        where terminated_at is null and abandoned_at is null;
    `);
  },
};
