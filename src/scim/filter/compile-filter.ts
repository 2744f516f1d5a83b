import type { Filter } from './filter.ts';
import type { CompiledSql, FilterTarget } from './filter-target.ts';

/**
 * A condition for `where`, numbered from `firstParameter`.
 * @throws ScimError 400 invalidFilter for unknown attributes and for types that do not fit
 */
export function compileFilter(
  _filter: Filter,
  _target: FilterTarget,
  _firstParameter: number,
): CompiledSql {
  throw new Error('not written yet');
}
