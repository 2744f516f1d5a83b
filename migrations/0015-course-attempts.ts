import type { Migration } from '../src/platform/database/migrate.ts';
import { tenantTable } from '../src/platform/database/tenant-table.ts';

export const courseAttempts: Migration = {
  name: '0015-course-attempts',
  async up(knex) {
    // No foreign key to the course: what was assigned and done outlives it, as it does a deck.
    await knex.raw(`
      alter table assignment
        alter column deck_id drop not null,
        add column course_id uuid,
        add check (num_nonnulls(deck_id, course_id) = 1);
      alter table attempt
        alter column deck_id drop not null,
        alter column deck_revision drop not null,
        add column course_id uuid,
        add check (num_nonnulls(deck_id, course_id) = 1),
        add check (deck_id is null or deck_revision is not null);
      create index assignment_course on assignment (tenant_id, course_id)
        where course_id is not null;
    `);
    await tenantTable(
      knex,
      'scorm_attempt',
      `-- the core's attempt, and the registration in statements
       id uuid not null, course_id uuid not null, person_id uuid not null, assignment_id uuid,
       -- counts the times that it was opened
       session integer not null default 0,
       -- whose commit came last; those opened before it can write no more
       writing_session integer not null default 0,
       -- number of that commit
       commit_number integer not null default 0,
       -- where the learner is; null before the first and after the last activity
       current_item text,
       -- SCORM 2004: state of the activity tree, as the runtime in the browser has it
       sequencing text,
       -- whether the learner has come to the course's end
       is_ended boolean not null default false,
       started_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id),
       foreign key (tenant_id, course_id) references course on delete cascade,
       foreign key (tenant_id, person_id) references person on delete cascade`,
    );
    await tenantTable(
      knex,
      'scorm_sco',
      `attempt_id uuid not null, item_id text not null,
       -- the data model, element by element: {"cmi.core.lesson_status": "incomplete"}
       cmi jsonb not null, updated_at timestamptz not null default now(),
       primary key (tenant_id, attempt_id, item_id),
       foreign key (tenant_id, attempt_id) references scorm_attempt on delete cascade`,
    );
    await knex.raw(`
      create index scorm_attempt_person on scorm_attempt (tenant_id, person_id, course_id, id);
      create index scorm_attempt_course on scorm_attempt (tenant_id, course_id);
    `);
  },
};
