import type { TenantDb } from '../../database/database.ts';

export interface TenantTable {
  name: string;
  /** Its primary key after the tenant, with SQL types. */
  keys: { name: string; type: string }[];
  /** Tables that its foreign keys point to; itself too. */
  references: string[];
}

/** Every table with a tenant, from the database's own catalogue. */
export async function listTenantTables(db: TenantDb): Promise<TenantTable[]> {
  const { rows } = await db.query<TenantTable>(
    `select c.relname as name,
       (select coalesce(json_agg(json_build_object('name', k.attname,
            'type', format_type(k.atttypid, k.atttypmod)) order by x.place), '[]')
        from pg_index i cross join unnest(i.indkey) with ordinality as x(attnum, place)
        join pg_attribute k on k.attrelid = c.oid and k.attnum = x.attnum
        where i.indrelid = c.oid and i.indisprimary and k.attname <> 'tenant_id') as keys,
       (select coalesce(json_agg(distinct f.confrelid::regclass::text), '[]')
        from pg_constraint f where f.conrelid = c.oid and f.contype = 'f') as references
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     where c.relkind in ('r', 'p') order by c.relname`,
  );
  return rows;
}

export interface TableRow {
  /** JSON. */
  json: string;
  /** Its primary key after the tenant, as texts. */
  key: string[];
}

/** Rows in the order of their primary key, after the one with that key. */
export async function readTableRows(
  db: TenantDb,
  { name, keys }: TenantTable,
  { after, limit, without }: { after: string[] | undefined; limit: number; without: string[] },
): Promise<TableRow[]> {
  const columns = keys.map((key) => `t.${key.name}`);
  const row = without.reduce((json, column) => `${json} - '${column}'`, 'to_jsonb(t)');
  const json = without.length > 0 ? `(${row})::text` : 'row_to_json(t)::text';
  const from = keys.map(({ type }, i) => `$${i + 3}::${type}`);
  const { rows } = await db.query<TableRow>(
    `select ${json} as json, array[${columns.map((c) => `${c}::text`).join(', ')}]::text[] as key
     from ${name} t where tenant_id = $1
       ${after && keys.length > 0 ? `and (${columns.join(', ')}) > (${from.join(', ')})` : ''}
     ${keys.length > 0 ? `order by ${columns.join(', ')}` : ''} limit $2`,
    [db.tenantId, limit, ...(after ?? [])],
  );
  return rows;
}

/** Deletes some rows, all of those of a table that points to itself; answers how many. */
export async function deleteTableRows(
  db: TenantDb,
  { name, references }: TenantTable,
  limit: number,
): Promise<number> {
  const some = references.includes(name)
    ? ''
    : `and ctid = any (array(select ctid from ${name} where tenant_id = $1 limit ${limit}))`;
  const { count } = await db.query(`delete from ${name} where tenant_id = $1 ${some}`, [
    db.tenantId,
  ]);
  return count;
}

/** Append-only tables let rows of this tenant go, until the end of the transaction. */
export async function allowErasing(db: TenantDb): Promise<void> {
  await db.query(`select set_config('app.erasing', $1, true)`, [db.tenantId]);
}
