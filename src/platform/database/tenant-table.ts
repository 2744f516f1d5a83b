import type { Knex } from 'knex';

/**
 * Creates a tenant's table: `tenant_id` first, row-level security enabled and forced.
 * `columns` is SQL, starting after `tenant_id uuid not null`.
 */
export async function tenantTable(knex: Knex, name: string, columns: string): Promise<void> {
  await knex.raw(`create table ${name} (tenant_id uuid not null, ${columns})`);
  // Statistics would tell the planner that a tenant newer than them has no rows: it then reads all
  // of the tenant once for each row of a join, and a first import takes ten times as long.
  await knex.raw(`alter table ${name} alter column tenant_id set statistics 0`);
  await protectTable(knex, name);
}

/** Row-level security as the second lock: without a tenant in the transaction, no row is there. */
async function protectTable(knex: Knex, name: string): Promise<void> {
  await knex.raw(`
    alter table ${name} enable row level security;
    alter table ${name} force row level security;
    create policy tenant on ${name}
      using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid))
      with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));
  `);
}

/**
 * Opens a table to the SECURITY DEFINER functions of `tenancy/lookups.ts`. Their own setting
 * `app.lookup` and their owner's role are both needed, so neither role alone sees foreign rows.
 */
export async function allowLookups(knex: Knex, ...names: string[]): Promise<void> {
  for (const name of names) {
    await knex.raw(`
      create policy lookup on ${name} to current_user
        using (current_setting('app.lookup', true) = 'on')
        with check (current_setting('app.lookup', true) = 'on');
    `);
  }
}

/** Refuses updates and deletes for everyone, the owner included. */
export async function appendOnly(knex: Knex, name: string): Promise<void> {
  await knex.raw(`
    create trigger append_only before update or delete on ${name}
      for each row execute function refuse_change();
  `);
}
