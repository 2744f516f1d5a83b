import type { FilterTarget } from './filter-target.ts';

export interface CompiledSort {
  /** The sort key; null where the resource has no value. */
  key: string;
  /** Of the key, for the cast of a cursor's value. */
  type: 'text' | 'uuid' | 'boolean' | 'timestamptz' | 'numeric';
  direction: 'asc' | 'desc';
  /** What follows `order by`, without a tie-breaker: unassigned last, first when descending. */
  orderBy: string;
  values: unknown[];
}

/**
 * `sortBy` and `sortOrder` of RFC 7644 3.4.2.3.
 * @throws ScimError 400 invalidPath | invalidValue
 */
export function compileSort(
  _sort: { sortBy: string; sortOrder?: string },
  _target: FilterTarget,
  _firstParameter: number,
): CompiledSort {
  throw new Error('not written yet');
}
