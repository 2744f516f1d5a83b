/** A condition in SQL. */
export interface Condition {
  sql: string;
  /** Whether it is null, not false, where there is no value: then `not` needs an `is true`. */
  nullable: boolean;
}

export function certain(sql: string): Condition {
  return { sql, nullable: false };
}

export function nullable(sql: string): Condition {
  return { sql, nullable: true };
}
