import type { Attribute } from '../schemas/attribute.ts';
import { parseAttributePath } from '../schemas/attribute-path.ts';
import { findAttribute } from '../schemas/find-attribute.ts';
import { badRequest } from '../scim-error.ts';
import type { CompiledSql, FilterColumn, FilterTarget } from './filter-target.ts';
import { createSqlParameters, type SqlParameters } from './sql-parameters.ts';

export interface SortRequest {
  sortBy: string;
  /** In any case; ascending when it is missing. */
  sortOrder?: string | undefined;
}

export interface CompiledSort {
  /** The sort key; null where the resource has no value. */
  key: string;
  /** The key as a text that `compileSeek` takes back, for cursors. */
  keyText: string;
  type: FilterColumn['type'] | 'numeric';
  direction: 'asc' | 'desc';
  /** What follows `order by`, without a tie-breaker: unassigned last, first when descending. */
  orderBy: string;
  values: unknown[];
}

/**
 * `sortBy` and `sortOrder` of RFC 7644 3.4.2.3, numbered from `firstParameter`.
 * @throws ScimError 400 invalidPath | invalidValue
 */
export function compileSort(
  { sortBy, sortOrder = 'ascending' }: SortRequest,
  target: FilterTarget,
  firstParameter: number,
): CompiledSort {
  const order = sortOrder.toLowerCase();
  if (order !== 'ascending' && order !== 'descending') {
    throw badRequest('invalidValue', 'sortOrder is ascending or descending');
  }
  const direction = order === 'ascending' ? 'asc' : 'desc';
  const parameters = createSqlParameters(firstParameter);
  const { key, type } = sortKey(sortedChain(sortBy, target), target, parameters);
  const nulls = direction === 'asc' ? 'last' : 'first';
  return {
    key,
    keyText: `(${key})::text`,
    type,
    direction,
    orderBy: `${key} ${direction} nulls ${nulls}`,
    values: parameters.values,
  };
}

export interface SeekOptions {
  /** Of the last row of the page before: its `keyText`, null where it had none, and its id. */
  after: { key: string | null; id: string };
  /** The uuid column that breaks ties, ascending. */
  idColumn: string;
  firstParameter: number;
}

/** The condition for the rows that follow one in `order by <orderBy>, <idColumn>`. */
export function compileSeek(
  { key, type, direction }: Pick<CompiledSort, 'key' | 'type' | 'direction'>,
  { after, idColumn, firstParameter }: SeekOptions,
): CompiledSql {
  const parameters = createSqlParameters(firstParameter);
  const id = parameters.add(after.id, 'uuid');
  if (after.key === null) {
    const rest = `(${key} is null and ${idColumn} > ${id})`;
    const sql = direction === 'asc' ? rest : `(${rest} or ${key} is not null)`;
    return { sql, values: parameters.values };
  }
  const text = parameters.add(after.key, 'text');
  const last = type === 'text' ? text : `${text}::${type}`;
  const sql =
    direction === 'asc'
      ? `((${key}, ${idColumn}) > (${last}, ${id}) or ${key} is null)`
      : `(${key} < ${last} or (${key} = ${last} and ${idColumn} > ${id}))`;
  return { sql, values: parameters.values };
}

/** A complex attribute is sorted by its `value`. */
function sortedChain(sortBy: string, { schema }: FilterTarget): readonly Attribute[] {
  const path = parseAttributePath(sortBy.trim());
  const chain = path && schema.find(path)?.chain;
  const last = chain?.at(-1);
  const value = last?.type === 'complex' && findAttribute(last.subAttributes, 'value');
  const simple = value ? [...(chain ?? []), value] : chain;
  if (!simple || (last?.type === 'complex' && !value)) {
    throw badRequest('invalidPath', 'sortBy names no attribute that can be sorted by');
  }
  return simple;
}

function sortKey(
  chain: readonly Attribute[],
  { document, columns, schema }: FilterTarget,
  parameters: SqlParameters,
): Pick<CompiledSort, 'key' | 'type'> {
  const keys = chain.map(({ name }) => name);
  const column = columns[keys.join('.')];
  if (column) return { key: collated(column.sql, column.type), type: column.type };
  // As in filters: an order by password would tell it.
  const unkept = chain.some(
    ({ name, mutability, returned }) =>
      mutability === 'readOnly' || returned === 'never' || schema.apart.has(name),
  );
  const attribute = chain.at(-1);
  if (unkept || !attribute)
    throw badRequest('invalidPath', `${keys.join('.')} cannot be sorted by`);
  const list = chain.findIndex(({ multiValued }) => multiValued) + 1;
  if (list === 0) return jsonKey(document, keys, attribute, parameters);
  // RFC 7644 3.4.2.3: the primary value, else the first.
  const elements = `jsonb_path_query(${document} #> ${parameters.add(keys.slice(0, list), 'text[]')}, '$[*]')`;
  const { key, type } = jsonKey('element.value', keys.slice(list), attribute, parameters);
  const first = `order by element.value @> '{"primary": true}' desc, element.n limit 1`;
  const sql = `(select ${key} from ${elements} with ordinality as element(value, n) ${first})`;
  return { key: collated(sql, type), type };
}

function jsonKey(
  json: string,
  keys: readonly string[],
  { type }: Attribute,
  parameters: SqlParameters,
): Pick<CompiledSort, 'key' | 'type'> {
  const path = parameters.add(keys, 'text[]');
  const value = `(${json} #> ${path})`;
  if (type === 'integer' || type === 'decimal') return typedKey(value, 'numeric', 'number');
  if (type === 'boolean') return typedKey(value, 'boolean', 'boolean');
  return { key: collated(`(${json} #>> ${path})`, 'text'), type: 'text' };
}

/** A value of another type, left from before a schema changed, counts as none. */
function typedKey(value: string, type: 'numeric' | 'boolean', jsonType: 'number' | 'boolean') {
  const key = `(case when jsonb_typeof(${value}) = '${jsonType}' then ${value}::${type} end)`;
  return { key, type };
}

function collated(sql: string, type: CompiledSort['type']): string {
  return type === 'text' ? `${sql} collate "C"` : sql;
}
