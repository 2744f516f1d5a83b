import type { Attribute } from '../schemas/attribute.ts';
import type { CompareOperator } from './filter.ts';

/** `pr`, or a comparison with a value as `doc_ci` has it. */
export type Test =
  | { operator: 'pr' }
  | { operator: CompareOperator; value: string | number | boolean };

/** The value, or values, that a test is about. */
export interface Operand {
  /** Keys of a multi-valued attribute, any of whose elements may satisfy the test. */
  list: readonly string[] | undefined;
  /** Keys of the value, from the element if there is a list; none for the element itself. */
  keys: readonly string[];
  attribute: Attribute;
}

/** A filter whose names are known to the schema and whose values fit their types. */
export type ResolvedFilter =
  | { kind: 'and' | 'or'; filters: readonly ResolvedFilter[] }
  | { kind: 'not'; filter: ResolvedFilter }
  | { kind: 'test'; operand: Operand; test: Test }
  /** One element of the list satisfies the filter, whose keys start at the element. */
  | { kind: 'element'; list: readonly string[]; attribute: Attribute; filter: ResolvedFilter };
