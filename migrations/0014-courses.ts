import type { Migration } from '../src/platform/database/migrate.ts';
import { tenantTable } from '../src/platform/database/tenant-table.ts';

export const courses: Migration = {
  name: '0014-courses',
  async up(knex) {
    await tenantTable(
      knex,
      'course',
      `id uuid not null,
       kind text not null check (kind in ('scorm12', 'scorm2004', 'cmi5', 'tincan', 'aicc')),
       title text not null, description text, language text,
       -- as src/scorm/courses/course-structure.ts has it
       structure jsonb not null, warnings jsonb not null default '[]',
       file_name text not null, file_hash text not null,
       files integer not null, bytes bigint not null, version integer not null default 1,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       -- set until a job has deleted its blobs, then the row goes too
       deleted_at timestamptz,
       primary key (tenant_id, id)`,
    );
    // The same package again is the same course.
    await knex.raw(
      'create unique index course_package on course (tenant_id, file_hash) where deleted_at is null',
    );
    await tenantTable(
      knex,
      'course_file',
      `-- the blob is the course's own; the key is the path in one case
       course_id uuid not null, key text not null, path text not null,
       sha256 text not null, mime text not null, bytes bigint not null,
       primary key (tenant_id, course_id, key),
       foreign key (tenant_id, course_id) references course on delete cascade`,
    );
  },
};
