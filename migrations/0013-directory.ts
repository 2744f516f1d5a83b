import type { Migration } from '../src/platform/database/migrate.ts';
import { allowLookups, tenantTable } from '../src/platform/database/tenant-table.ts';

const ofConnection =
  'foreign key (tenant_id, connection_id) references connection on delete cascade';

export const directory: Migration = {
  name: '0013-directory',
  async up(knex) {
    await tenantTable(
      knex,
      'directory_state',
      `connection_id uuid not null,
       -- which server was read, and up to which of its changes
       server text, watermark text,
       -- what of the settings decides who is read: other settings begin from the start
       reads text,
       full_at timestamptz, synced_at timestamptz, failures integer not null default 0,
       -- null: only by hand
       due_at timestamptz,
       primary key (tenant_id, connection_id), ${ofConnection}`,
    );
    await tenantTable(
      knex,
      'directory_entry',
      `-- whom the directory had when it was last read and taken over
       connection_id uuid not null, subject text not null, person_id uuid not null,
       dn text not null, dn_key text not null,
       -- as the directory has it; gone: it has it no more
       active boolean not null, gone boolean not null default false, primary_group integer,
       -- as it was taken over
       person jsonb not null,
       primary key (tenant_id, connection_id, subject), ${ofConnection},
       foreign key (tenant_id, person_id) references person on delete cascade`,
    );
    await knex.raw('create index directory_entry_person on directory_entry (tenant_id, person_id)');
    await tenantTable(
      knex,
      'directory_sync',
      `id uuid not null, connection_id uuid not null,
       mode text not null check (mode in ('plan', 'apply')),
       scope text not null check (scope in ('auto', 'full', 'changes')),
       state text not null default 'queued'
         check (state in ('queued', 'running', 'succeeded', 'failed')),
       requested_by text not null,
       -- {people: {create, ...}, groups: {...}, memberships: {...}}
       plan jsonb,
       -- {holdId, counted, limit}: departures that the deletion guard holds
       held jsonb,
       error jsonb, notes jsonb not null default '[]',
       created_at timestamptz not null default now(), started_at timestamptz, finished_at timestamptz,
       primary key (tenant_id, id), ${ofConnection}`,
    );
    await knex.raw(
      'create index directory_sync_connection on directory_sync (tenant_id, connection_id, id)',
    );
    await tenantTable(
      knex,
      'directory_change',
      `sync_id uuid not null, seq integer not null,
       action text not null, subject text not null, name text not null, data jsonb not null,
       -- goes with the person; null of somebody new who was not taken over yet, and of groups
       person_id uuid, applied_at timestamptz,
       primary key (tenant_id, sync_id, seq),
       foreign key (tenant_id, sync_id) references directory_sync on delete cascade,
       foreign key (tenant_id, person_id) references person on delete cascade`,
    );
    await knex.raw(
      'create index directory_change_person on directory_change (tenant_id, person_id)',
    );
    // Syncs that are due, of all tenants; a login page is of one connection.
    await allowLookups(knex, 'directory_state');
  },
};
