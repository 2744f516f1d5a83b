import type { Migration } from '../src/platform/database/migrate.ts';
import { appendOnly, tenantTable } from '../src/platform/database/tenant-table.ts';

export const study: Migration = {
  name: '0004-study',
  async up(knex) {
    await tenantTable(
      knex,
      'assignment',
      `id uuid not null, deck_id uuid not null, person_id uuid, group_id uuid,
       mode text not null default 'study' check (mode in ('study', 'test')),
       due_at timestamptz, mastery_score real,
       score_rule text not null default 'best' check (score_rule in ('best', 'last', 'first', 'average')),
       origin jsonb, version integer not null default 1,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id),
       check (num_nonnulls(person_id, group_id) = 1),
       foreign key (tenant_id, deck_id) references deck,
       foreign key (tenant_id, person_id) references person on delete cascade,
       foreign key (tenant_id, group_id) references person_group on delete cascade`,
    );
    await tenantTable(
      knex,
      'attempt',
      `id uuid not null, person_id uuid not null, deck_id uuid not null, deck_revision integer not null,
       assignment_id uuid, mode text not null check (mode in ('study', 'test')),
       score_scaled real check (score_scaled between 0 and 1),
       completion text not null default 'incomplete' check (completion in ('incomplete', 'completed')),
       success text not null default 'unknown' check (success in ('unknown', 'passed', 'failed')),
       started_at timestamptz not null, finished_at timestamptz,
       primary key (tenant_id, id)`,
    );
    await knex.raw(`create index attempt_person on attempt (tenant_id, person_id, id)`);
    await tenantTable(
      knex,
      'attempt_item',
      `id uuid not null, attempt_id uuid not null, prompt_id uuid not null, response text not null,
       correct boolean, latency_ms integer not null, answered_at timestamptz not null,
       primary key (tenant_id, id),
       foreign key (tenant_id, attempt_id) references attempt on delete cascade`,
    );
    await knex.raw(`create index attempt_item_attempt on attempt_item (tenant_id, attempt_id)`);
    await tenantTable(
      knex,
      'review_log',
      `id uuid not null, person_id uuid not null, prompt_id uuid not null,
       -- review: an answer that moves the memory state; record: one that does not (cramming);
       -- anchor: a state taken over from elsewhere; undo: takes back the review it names
       kind text not null check (kind in ('review', 'record', 'anchor', 'undo')),
       rating smallint, reviewed_at timestamptz not null, latency_ms integer,
       stability_before real, difficulty_before real,
       state_after jsonb, undoes uuid, source jsonb,
       created_at timestamptz not null default now(),
       primary key (tenant_id, id)`,
    );
    await knex.raw(`
      create index review_log_prompt on review_log (tenant_id, person_id, prompt_id, reviewed_at);
    `);
    await appendOnly(knex, 'review_log');
    await tenantTable(
      knex,
      'memory_state',
      `person_id uuid not null, prompt_id uuid not null, due timestamptz not null,
       stability double precision not null, difficulty double precision not null,
       state smallint not null, step smallint not null, scheduled_days integer not null,
       reps integer not null, lapses integer not null, last_review timestamptz,
       primary key (tenant_id, person_id, prompt_id)`,
    );
    await knex.raw(`create index memory_state_due on memory_state (tenant_id, person_id, due)`);
    await tenantTable(
      knex,
      'prompt_mark',
      `person_id uuid not null, prompt_id uuid not null, suspended boolean not null default false,
       buried_until timestamptz, flag smallint not null default 0,
       primary key (tenant_id, person_id, prompt_id)`,
    );
    await tenantTable(
      knex,
      'scheduler_profile',
      `id uuid not null, deck_id uuid, person_id uuid, weights double precision[],
       desired_retention real not null default 0.9 check (desired_retention between 0.7 and 0.99),
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id),
       unique nulls not distinct (tenant_id, deck_id, person_id)`,
    );
  },
};
