import type { CompiledSort } from './compile-sort.ts';
import type { CompiledSql } from './filter-target.ts';
import { createSqlParameters } from './sql-parameters.ts';

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
