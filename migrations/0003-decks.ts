import type { Migration } from '../src/platform/database/migrate.ts';
import { tenantTable } from '../src/platform/database/tenant-table.ts';

export const decks: Migration = {
  name: '0003-decks',
  async up(knex) {
    await tenantTable(
      knex,
      'deck',
      `id uuid not null, parent_id uuid, title text not null,
       -- titles from the root down, joined by '::'
       path text not null,
       description text, language text not null default 'en', licence text,
       status text not null default 'draft' check (status in ('draft', 'published', 'archived')),
       -- number of the latest published revision; 0 before the first
       revision integer not null default 0,
       source jsonb, search tsvector, version integer not null default 1,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id),
       unique (tenant_id, path),
       foreign key (tenant_id, parent_id) references deck`,
    );
    await tenantTable(
      knex,
      'note_type',
      `id uuid not null, name text not null, kind text not null check (kind in ('standard', 'cloze')),
       definition jsonb not null, hash text not null,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id)`,
    );
    await tenantTable(
      knex,
      'asset',
      `sha256 text not null, mime text not null, ext text not null, bytes bigint not null,
       created_at timestamptz not null default now(),
       primary key (tenant_id, sha256)`,
    );
    await tenantTable(
      knex,
      'atom',
      `id uuid not null, deck_id uuid not null, kind text not null, position integer not null,
       -- number of the current atom_revision
       revision integer not null, title text not null, plain_text text not null,
       tags text[] not null default '{}', language text, difficulty real, estimated_seconds integer,
       guid text, source jsonb, search tsvector not null,
       modified_at timestamptz not null, deleted_at timestamptz,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id),
       foreign key (tenant_id, deck_id) references deck`,
    );
    await tenantTable(
      knex,
      'atom_revision',
      `atom_id uuid not null, n integer not null, body jsonb not null, note_type_id uuid,
       -- player items by ord, safe HTML
       rendered jsonb not null, hash text not null, created_at timestamptz not null default now(),
       primary key (tenant_id, atom_id, n),
       foreign key (tenant_id, atom_id) references atom deferrable initially deferred`,
    );
    await tenantTable(
      knex,
      'atom_asset',
      `atom_id uuid not null, name text not null, sha256 text not null,
       primary key (tenant_id, atom_id, name),
       foreign key (tenant_id, atom_id) references atom,
       foreign key (tenant_id, sha256) references asset`,
    );
    await tenantTable(
      knex,
      'prompt',
      `id uuid not null, atom_id uuid not null, ord integer not null, deck_id uuid not null,
       name text not null, kind text not null, source jsonb, retired_at timestamptz,
       created_at timestamptz not null default now(),
       primary key (tenant_id, id),
       unique (tenant_id, atom_id, ord),
       foreign key (tenant_id, atom_id) references atom,
       foreign key (tenant_id, deck_id) references deck`,
    );
    await tenantTable(
      knex,
      'deck_revision',
      `deck_id uuid not null, n integer not null, id uuid not null, hash text not null,
       title text not null, published_at timestamptz not null default now(), published_by text,
       primary key (tenant_id, deck_id, n),
       foreign key (tenant_id, deck_id) references deck`,
    );
    await tenantTable(
      knex,
      'deck_revision_atom',
      `deck_id uuid not null, n integer not null, position integer not null, atom_id uuid not null,
       atom_revision integer not null,
       -- the prompts of the atom that live in this deck, by ord
       prompt_ids uuid[] not null,
       primary key (tenant_id, deck_id, n, position),
       foreign key (tenant_id, deck_id, n) references deck_revision`,
    );
    await tenantTable(
      knex,
      'concept',
      `id uuid not null, name text not null, description text, version integer not null default 1,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id), unique (tenant_id, name)`,
    );
    await tenantTable(
      knex,
      'atom_concept',
      `atom_id uuid not null, concept_id uuid not null,
       role text not null check (role in ('introduces', 'uses')), weight real not null default 1,
       primary key (tenant_id, atom_id, concept_id),
       foreign key (tenant_id, atom_id) references atom,
       foreign key (tenant_id, concept_id) references concept on delete cascade`,
    );
    await tenantTable(
      knex,
      'atom_relation',
      `from_atom_id uuid not null, to_atom_id uuid not null,
       kind text not null check (kind in ('prerequisite', 'dependency', 'related')),
       source text not null default 'author', created_at timestamptz not null default now(),
       primary key (tenant_id, from_atom_id, to_atom_id, kind),
       foreign key (tenant_id, from_atom_id) references atom,
       foreign key (tenant_id, to_atom_id) references atom`,
    );
    await tenantTable(
      knex,
      'external_ref',
      `system text not null, kind text not null, key text not null, entity_id uuid not null,
       primary key (tenant_id, system, kind, key)`,
    );
    await tenantTable(
      knex,
      'import_job',
      `id uuid not null, kind text not null, file_name text not null, file_hash text not null,
       options jsonb not null,
       status text not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed')),
       progress jsonb not null, report jsonb not null, error jsonb, created_by text not null,
       created_at timestamptz not null default now(), finished_at timestamptz,
       primary key (tenant_id, id)`,
    );
    await tenantTable(
      knex,
      'export_job',
      `id uuid not null, deck_id uuid not null, format text not null, options jsonb not null,
       status text not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed')),
       progress jsonb not null, error jsonb, file_hash text, file_name text, file_bytes bigint,
       created_by text not null, created_at timestamptz not null default now(), finished_at timestamptz,
       primary key (tenant_id, id),
       foreign key (tenant_id, deck_id) references deck`,
    );
    await knex.raw(`
      create index deck_parent on deck (tenant_id, parent_id);
      create index deck_search on deck using gin (search);
      create index atom_deck on atom (tenant_id, deck_id, position, id);
      create index atom_search on atom using gin (search);
      create index prompt_deck on prompt (tenant_id, deck_id);
      create index atom_relation_to on atom_relation (tenant_id, to_atom_id);
      create index external_ref_entity on external_ref (tenant_id, entity_id);
    `);
  },
};
