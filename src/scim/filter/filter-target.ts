import type { ResourceSchema } from '../schemas/registry.ts';

/** A SQL expression that holds an attribute's value; text of `caseExact: false` is folded in it. */
export interface FilterColumn {
  sql: string;
  type: 'text' | 'uuid' | 'boolean' | 'timestamptz';
}

/** A multi-valued attribute in a table of its own. */
export interface FilterRelation {
  /** What follows `from`: a table with its alias. */
  from: string;
  /** Joins it to the resource's row. */
  on: string;
  /** By sub-attribute, `value` among them. */
  columns: Readonly<Record<string, FilterColumn>>;
}

/** What filters and sorting run on. All SQL in it is the hub's own, never a client's. */
export interface FilterTarget {
  schema: ResourceSchema;
  /** The jsonb column that `toDocCi` fills. */
  document: string;
  /** By attribute in the schema's spelling: `userName`, `meta.lastModified`. */
  columns: Readonly<Record<string, FilterColumn>>;
  /** By attribute at the root: `members`, `groups`. */
  relations: Readonly<Record<string, FilterRelation>>;
}

/** SQL without any text of clients, and its parameters. */
export interface CompiledSql {
  sql: string;
  values: unknown[];
}
