import type { Filter } from '../filter/filter.ts';
import type { AttributePath } from '../schemas/attribute-path.ts';
import type { ResourceSchema } from '../schemas/registry.ts';

/** What every resource has: present is true of all, and its negation of none. */
const all: Filter = { kind: 'present', path: { uri: undefined, names: ['id'] } };
const none: Filter = { kind: 'not', filter: all };

/**
 * The filter for one of several kinds of resources: an attribute that only others have counts as one
 * without a value (RFC 7644 3.4.2.1). What none of them has stays, to be refused.
 */
export function filterFor(
  filter: Filter,
  schema: ResourceSchema,
  others: readonly ResourceSchema[],
): Filter {
  const isForeign = (path: AttributePath) =>
    !schema.find(path) && others.some((other) => other.find(path));
  switch (filter.kind) {
    case 'and':
    case 'or':
      return {
        kind: filter.kind,
        filters: filter.filters.map((one) => filterFor(one, schema, others)),
      };
    case 'not':
      return { kind: 'not', filter: filterFor(filter.filter, schema, others) };
    case 'compare':
      if (!isForeign(filter.path)) return filter;
      return (filter.operator === 'ne') === (filter.value === null) ? none : all;
    case 'present':
    case 'valuePath':
      return isForeign(filter.path) ? none : filter;
  }
}
