import type { Migration } from '../src/platform/database/migrate.ts';
import { tenantTable } from '../src/platform/database/tenant-table.ts';

export const decks: Migration = {
  name: '0003-decks',
  async up(knex) {
    await tenantTable(
      knex,
      'deck',
      `id uuid not null, parent_id uuid, title text not null check (title <> '' and title not like '%::%'),
       -- titles from the root down, joined by '::'; unique because the title is, within its parent
       path text not null,
       description text, language text not null default 'en', licence text,
       status text not null default 'draft' check (status in ('draft', 'published', 'archived')),
       -- number of the latest published revision; 0 before the first
       revision integer not null default 0,
       -- set by an import until it has published what it changed, so that a killed one is finished
       awaits_publish boolean not null default false,
       source jsonb, version integer not null default 1,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id),
       unique nulls not distinct (tenant_id, parent_id, title),
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
      'note_style',
      `-- scoped CSS by its SHA-256: never changes, so published cards keep theirs
       hash text not null, css text not null,
       primary key (tenant_id, hash)`,
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
       guid text not null, source jsonb, version integer not null default 1,
       -- when its author last changed it, here or where it was imported from
       modified_at timestamptz not null, deleted_at timestamptz,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, id),
       foreign key (tenant_id, deck_id) references deck`,
    );
    await tenantTable(
      knex,
      'atom_revision',
      `atom_id uuid not null, n integer not null,
       -- as its author wrote it; null where the atom's is taken from the text
       title text,
       body jsonb not null, note_type_id uuid,
       -- player items by ord, safe HTML
       rendered jsonb not null, style_hash text, hash text not null,
       origin text not null check (origin in ('import', 'author')),
       created_at timestamptz not null default now(),
       primary key (tenant_id, atom_id, n),
       foreign key (tenant_id, atom_id) references atom deferrable initially deferred`,
    );
    // Narrow, and with its texts inline: row-level security keeps PostgreSQL from using a GIN index
    // here (the operator @@ is not leakproof), so a search reads all entries of its tenant.
    await tenantTable(
      knex,
      'search_entry',
      `entity_id uuid not null, kind text not null check (kind in ('deck', 'atom')),
       deck_id uuid not null, config text not null, search tsvector not null,
       primary key (tenant_id, entity_id),
       foreign key (tenant_id, deck_id) references deck on delete cascade`,
    );
    await knex.raw(`alter table search_entry set (toast_tuple_target = 8160)`);
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
       title text not null, language text not null,
       -- of its note types, each scoped by its class
       styles text not null,
       atoms integer not null, prompts integer not null,
       published_at timestamptz not null default now(), published_by text,
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
       unique (tenant_id, deck_id, n, atom_id),
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
       -- of the entry as it was last imported
       hash text,
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
       file_deleted boolean not null default false,
       primary key (tenant_id, id)`,
    );
    await tenantTable(
      knex,
      'export_job',
      `id uuid not null, deck_id uuid not null, format text not null, options jsonb not null,
       status text not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed')),
       progress jsonb not null, error jsonb, file_hash text, file_name text, file_bytes bigint,
       file_deleted boolean not null default false,
       created_by text not null, created_at timestamptz not null default now(), finished_at timestamptz,
       primary key (tenant_id, id),
       foreign key (tenant_id, deck_id) references deck`,
    );
    await knex.raw(`
      create index atom_deck on atom (tenant_id, deck_id, position, id);
      create index prompt_deck on prompt (tenant_id, deck_id);
      create index atom_relation_to on atom_relation (tenant_id, to_atom_id);
      create index external_ref_entity on external_ref (tenant_id, entity_id);
    `);
  },
};
