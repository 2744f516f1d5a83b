import type { AttributePath } from '../schemas/attribute-path.ts';

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'lt' | 'ge' | 'le';
export type Literal = string | number | boolean | null;

/** A filter as written (RFC 7644 3.4.2.2); names are not looked up yet. */
export type Filter =
  | { kind: 'and' | 'or'; filters: readonly Filter[] }
  | { kind: 'not'; filter: Filter }
  | { kind: 'present'; path: AttributePath }
  | { kind: 'compare'; path: AttributePath; operator: CompareOperator; value: Literal }
  /** One element of `path` satisfies all of `filter`. */
  | { kind: 'valuePath'; path: AttributePath; filter: Filter };
