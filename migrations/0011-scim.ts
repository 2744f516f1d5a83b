import type { Knex } from 'knex';
import type { Migration } from '../src/platform/database/migrate.ts';
import { tenantTable } from '../src/platform/database/tenant-table.ts';

export const scim: Migration = {
  name: '0011-scim',
  async up(knex) {
    await users(knex);
    await groups(knex);
    await tenantTable(
      knex,
      'scim_schema',
      `-- an extension that the tenant adds to Users or Groups; urn_ci is its URN in lower case
       urn_ci text not null, urn text not null,
       extends text not null check (extends in ('User', 'Group')),
       required boolean not null, definition jsonb not null,
       version integer not null default 1,
       created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
       primary key (tenant_id, urn_ci)`,
    );
    await tenantTable(
      knex,
      'scim_bulk',
      `-- a Bulk that is answered later; the id is its transaction (RFC 9967 2.5.1)
       id uuid not null, connection_id uuid not null, scopes text[] not null,
       -- what is still to be done; gone with the end
       request text,
       -- the BulkResponse
       response text,
       created_at timestamptz not null default now(), finished_at timestamptz,
       primary key (tenant_id, id),
       foreign key (tenant_id, connection_id) references connection on delete cascade`,
    );
    await knex.raw('create index scim_bulk_created on scim_bulk (tenant_id, created_at)');
    await events(knex);
  },
};

/**
 * No index of the documents: under row-level security PostgreSQL evaluates the tenant's policy before
 * operators that are not leakproof, and those of jsonb are not. What is searched by has columns, which
 * stand before the connection in their indexes: before the first `analyze` the planner takes every
 * connection for a small one, and any index that begins with it for good enough.
 */
async function users(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'scim_user',
    `id uuid not null, connection_id uuid not null, person_id uuid not null,
     user_name_ci text collate "C" not null, external_id text collate "C",
     display_name_ci text collate "C", active boolean not null,
     -- as it is answered, and as it is searched
     doc jsonb not null, doc_ci jsonb not null,
     version integer not null default 1,
     created_at timestamptz not null, modified_at timestamptz not null,
     primary key (tenant_id, id),
     unique (tenant_id, user_name_ci, connection_id),
     foreign key (tenant_id, connection_id) references connection on delete cascade,
     foreign key (tenant_id, person_id) references person on delete cascade`,
  );
  await knex.raw(`
    create index scim_user_page on scim_user (tenant_id, connection_id, id);
    create index scim_user_external on scim_user (tenant_id, external_id)
      where external_id is not null;
    create index scim_user_display_name on scim_user (tenant_id, display_name_ci);
    create index scim_user_modified on scim_user (tenant_id, connection_id, modified_at, id);
    create index scim_user_person on scim_user (tenant_id, person_id);
  `);
  await tenantTable(
    knex,
    'scim_email',
    `-- what the document says under emails, to be searched by
     user_id uuid not null, position integer not null, value_ci text collate "C",
     type_ci text collate "C", display_ci text collate "C", is_primary boolean,
     primary key (tenant_id, user_id, position),
     foreign key (tenant_id, user_id) references scim_user on delete cascade`,
  );
  await knex.raw('create index scim_email_value on scim_email (tenant_id, value_ci)');
}

async function groups(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'scim_group',
    `-- the id is the person_group's
     id uuid not null, connection_id uuid not null,
     display_name_ci text collate "C" not null, external_id text collate "C",
     doc jsonb not null, doc_ci jsonb not null,
     version integer not null default 1,
     created_at timestamptz not null, modified_at timestamptz not null,
     primary key (tenant_id, id),
     unique (tenant_id, display_name_ci, connection_id),
     foreign key (tenant_id, connection_id) references connection on delete cascade,
     foreign key (tenant_id, id) references person_group on delete cascade`,
  );
  await knex.raw(`
    create index scim_group_page on scim_group (tenant_id, connection_id, id);
    create index scim_group_external on scim_group (tenant_id, external_id)
      where external_id is not null;
  `);
  await tenantTable(
    knex,
    'scim_member',
    `-- as the connection says; who that makes a member of the person_group is in membership
     group_id uuid not null, member_id uuid not null,
     kind text not null check (kind in ('User', 'Group')),
     primary key (tenant_id, group_id, member_id),
     foreign key (tenant_id, group_id) references scim_group on delete cascade`,
  );
  await knex.raw(`
    create index scim_member_member on scim_member (tenant_id, member_id);
    create index scim_member_nested on scim_member (tenant_id, group_id) where kind = 'Group';
  `);
}

/** Security event tokens (RFC 9967). */
async function events(knex: Knex): Promise<void> {
  await tenantTable(
    knex,
    'scim_feed',
    `-- where a connection's events go
     connection_id uuid not null, audience text not null,
     delivery text not null check (delivery in ('push', 'poll')),
     -- of a push; its Authorization header is in tenant_secret
     url text,
     -- why the last token was not taken; null once one is
     last_error text, failed_at timestamptz,
     version integer not null default 1,
     created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
     primary key (tenant_id, connection_id),
     check ((delivery = 'push') = (url is not null)),
     foreign key (tenant_id, connection_id) references connection on delete cascade`,
  );
  await tenantTable(
    knex,
    'scim_event',
    `-- a token that nobody has taken yet; the id is its jti
     id uuid not null, connection_id uuid not null, claims jsonb not null,
     created_at timestamptz not null default now(),
     primary key (tenant_id, id),
     foreign key (tenant_id, connection_id) references scim_feed on delete cascade`,
  );
  await knex.raw('create index scim_event_feed on scim_event (tenant_id, connection_id, id)');
}
