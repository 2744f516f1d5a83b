import type { TenantDb } from '../../platform/database/database.ts';
import { compileFilter } from '../filter/compile-filter.ts';
import {
  type CompiledSort,
  compileSeek,
  compileSort,
  type SortRequest,
} from '../filter/compile-sort.ts';
import type { Filter } from '../filter/filter.ts';
import type { FilterTarget } from '../filter/filter-target.ts';
import type { ResourceKind } from '../schemas/registry.ts';

/** Resources of one kind that are searched. */
export interface Source {
  kind: ResourceKind;
  target: FilterTarget;
  filter: Filter | undefined;
  /** Every match is among these; undefined: among all. */
  ids?: string[] | undefined;
  /** Undefined where resources of the kind have no such attribute. */
  sort: SortRequest | undefined;
}

/** A search, read and found good. */
export interface Search {
  connectionId: string;
  /** One, or the Users and the Groups. */
  sources: readonly Source[];
  direction: 'asc' | 'desc';
  limit: number;
  /** Rows to leave out before the page. */
  offset: number;
  /** The row to go on after, by a cursor. */
  after: { id: string; key: string | null } | undefined;
}

export interface FoundRow {
  kind: ResourceKind;
  id: string;
  /** What it is sorted by; null where it has none. */
  key: string | null;
}

const tables: Record<ResourceKind, { table: string; row: string }> = {
  User: { table: 'scim_user', row: 'u' },
  Group: { table: 'scim_group', row: 'g' },
};

/** SQL that grows by conditions with parameters of their own. */
function sqlOf(db: TenantDb, connectionId: string) {
  const values: unknown[] = [db.tenantId, connectionId];
  return {
    values,
    /** Takes over what was compiled for the next parameter. */
    take<C extends { values: unknown[] }>(compile: (firstParameter: number) => C): C {
      const compiled = compile(values.length + 1);
      values.push(...compiled.values);
      return compiled;
    },
    add(value: unknown): string {
      values.push(value);
      return `$${values.length}`;
    },
  };
}

type Sql = ReturnType<typeof sqlOf>;

/** Ids of a page, in order. Documents are read afterwards, so that leaving rows out costs little. */
export async function findPage(db: TenantDb, search: Search): Promise<FoundRow[]> {
  const sql = sqlOf(db, search.connectionId);
  const parts = search.sources.map((source) => part(sql, source, search));
  const [first, ...others] = parts;
  if (!first) return [];
  const range = `limit ${sql.add(search.limit)} offset ${sql.add(search.offset)}`;
  const nulls = search.direction === 'asc' ? 'last' : 'first';
  const text =
    others.length === 0
      ? `${first.select} order by ${first.orderBy} ${range}`
      : `select kind, id, key::text from (${parts.map(({ select }) => select).join(' union all ')}) x
         order by x.key ${search.direction} nulls ${nulls}, x.id ${range}`;
  return (await db.query<FoundRow>(text, sql.values)).rows;
}

export async function countMatches(db: TenantDb, search: Search): Promise<number> {
  const sql = sqlOf(db, search.connectionId);
  const counts = search.sources.map((source) => {
    const { table, row } = tables[source.kind];
    return `(select count(*) from ${table} ${row} where ${ownOf(sql, source)}${filterOf(sql, source)})`;
  });
  const { rows } = await db.query<{ total: number }>(
    `select ${counts.join(' + ')} as total`,
    sql.values,
  );
  return rows[0]?.total ?? 0;
}

/** Where ids are known, the connection is no reason to choose an index by. */
function ownOf(sql: Sql, { kind, ids }: Source): string {
  const { row } = tables[kind];
  const tenant = `${row}.tenant_id = $1`;
  if (!ids) return `${tenant} and ${row}.connection_id = $2`;
  return `${tenant} and (${row}.connection_id = $2) is true and ${row}.id = any (${sql.add(ids)}::uuid[])`;
}

function filterOf(sql: Sql, { target, filter }: Source): string {
  return filter ? ` and ${sql.take((n) => compileFilter(filter, target, n)).sql}` : '';
}

function part(sql: Sql, source: Source, { after, sources, direction }: Search) {
  const { table, row } = tables[source.kind];
  const idColumn = `${row}.id`;
  const { sort, target, filter, ids } = source;
  const own = ownOf(sql, source);
  const order = sort && sql.take((n) => compileSort(sort, target, n));
  const seek = after && sql.take((n) => compileSeek(order ?? unsorted(direction), seekFrom(n)));
  function seekFrom(firstParameter: number) {
    return { after: after ?? { id: '', key: null }, idColumn, firstParameter };
  }
  const key = sources.length === 1 ? order?.keyText : order?.key;
  const rows = `${own}${seek ? ` and ${seek.sql}` : ''}`;
  // Rows come in the order of their ids, and the page ends at its last match, whatever the planner
  // thinks of the filter: `offset 0` keeps it out of the choice.
  const isWalked = filter && !ids && !sort && sources.length === 1;
  const from = isWalked
    ? `(select * from ${table} ${row} where ${rows} order by ${idColumn} offset 0) ${row} where true`
    : `${table} ${row} where ${rows}`;
  return {
    select: `select '${source.kind}'::text as kind, ${idColumn}, ${key ?? 'null'} as key
      from ${from}${filterOf(sql, source)}`,
    orderBy: [...(order ? [order.orderBy] : []), idColumn].join(', '),
  };
}

/** Nothing has a value. */
function unsorted(
  direction: CompiledSort['direction'],
): Pick<CompiledSort, 'key' | 'type' | 'direction'> {
  return { key: 'null::text', type: 'text', direction };
}

/** Searches of clients end in time; PGlite knows no time limit. */
export async function bounded<T>(db: TenantDb, work: () => Promise<T>): Promise<T> {
  const set = db.query(`set local statement_timeout = '10s'`);
  set.catch(() => undefined);
  const result = await work();
  await Promise.all([set, db.query('set local statement_timeout = default')]);
  return result;
}
