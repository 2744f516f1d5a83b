type Cast = 'text' | 'text[]' | 'jsonb' | 'boolean' | 'timestamptz' | 'uuid' | 'numeric';

/** The parameters of a statement, in order. */
export interface SqlParameters {
  values: unknown[];
  /** Its place in the SQL: `$3::text`. */
  add(value: unknown, cast: Cast): string;
}

export function createSqlParameters(firstParameter: number): SqlParameters {
  const values: unknown[] = [];
  return {
    values,
    add(value, cast) {
      values.push(value);
      return `$${firstParameter + values.length - 1}::${cast}`;
    },
  };
}
