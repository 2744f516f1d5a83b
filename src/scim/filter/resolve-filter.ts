import type { Attribute } from '../schemas/attribute.ts';
import { type AttributePath, pathText } from '../schemas/attribute-path.ts';
import { type AttributePlace, placeIn } from '../schemas/attribute-place.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { badRequest } from '../scim-error.ts';
import type { Filter } from './filter.ts';
import type { Operand, ResolvedFilter } from './resolved-filter.ts';
import { readTest } from './typed-test.ts';

/** Where a path leads from where a filter stands; no keys mean the value there itself. */
type Scope = (path: AttributePath) => AttributePlace | undefined;

/** @throws ScimError 400 invalidFilter for unknown attributes and for types that do not fit */
export function resolveFilter(filter: Filter, schema: ResourceSchema): ResolvedFilter {
  return resolve(filter, schema.find);
}

/**
 * Resolves what stands in the brackets after a multi-valued attribute.
 * @throws ScimError 400 invalidFilter
 */
export function resolveValueFilter(filter: Filter, attribute: Attribute): ResolvedFilter {
  return resolve(filter, scopeOfElements(attribute));
}

function resolve(filter: Filter, scope: Scope): ResolvedFilter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, filters: filter.filters.map((one) => resolve(one, scope)) };
    case 'not':
      return { kind: 'not', filter: resolve(filter.filter, scope) };
    case 'present':
      return present(operandOf(placeOf(filter.path, scope)));
    case 'compare': {
      const operand = comparedOperandOf(placeOf(filter.path, scope), filter.path);
      if (filter.value !== null) {
        const test = readTest(operand.attribute, filter.operator, filter.value);
        return { kind: 'test', operand, test };
      }
      // RFC 7643 2.5: null is unassigned.
      if (filter.operator === 'ne') return present(operand);
      if (filter.operator === 'eq') return { kind: 'not', filter: present(operand) };
      throw invalid(`${filter.operator} does not go with null`);
    }
    case 'valuePath':
      return resolveValuePath(filter, scope);
  }
}

function resolveValuePath(
  { path, filter }: Filter & { kind: 'valuePath' },
  scope: Scope,
): ResolvedFilter {
  const place = placeOf(path, scope);
  const { list, keys, attribute } = operandOf(place);
  if (attribute.multiValued && list) {
    return { kind: 'element', list, attribute, filter: resolveValueFilter(filter, attribute) };
  }
  if (list || attribute.type !== 'complex') {
    throw invalid(`${pathText(path)} takes no value filter`);
  }
  // A single complex value: it is there, and its parts satisfy the filter.
  const parts = scopeOfElements(attribute);
  const below = resolve(filter, (part) => {
    const found = parts(part);
    return found && within(place, found);
  });
  return { kind: 'and', filters: [present({ list, keys, attribute }), below] };
}

function placeOf(path: AttributePath, scope: Scope): AttributePlace {
  const place = scope(path);
  if (!place) throw invalid(`no attribute ${pathText(path)}`);
  // Filters on a password would tell it, letter by letter.
  if (place.chain.some(({ returned }) => returned === 'never')) {
    throw invalid(`${pathText(path)} cannot be filtered by`);
  }
  return place;
}

function within(outer: AttributePlace, inner: AttributePlace): AttributePlace {
  return {
    keys: [...outer.keys, ...inner.keys],
    chain: [...outer.chain, ...inner.chain],
    attribute: inner.attribute,
  };
}

function scopeOfElements(attribute: Attribute): Scope {
  const element = { ...attribute, multiValued: false };
  return ({ uri, names }) => {
    if (uri !== undefined) return undefined;
    if (attribute.type === 'complex') return placeIn(attribute.subAttributes, names);
    const isElement = names.length === 1 && names[0]?.toLowerCase() === 'value';
    return isElement ? { keys: [], chain: [element], attribute: element } : undefined;
  };
}

function present(operand: Operand): ResolvedFilter {
  return { kind: 'test', operand, test: { operator: 'pr' } };
}

function operandOf({ keys, chain, attribute }: AttributePlace): Operand {
  const list = chain.findIndex(({ multiValued }) => multiValued) + 1;
  if (list === 0) return { list: undefined, keys, attribute };
  return { list: keys.slice(0, list), keys: keys.slice(list), attribute };
}

/** A complex attribute is compared by its `value` (RFC 7644 3.4.2.2: `emails co "example.com"`). */
function comparedOperandOf(place: AttributePlace, path: AttributePath): Operand {
  if (place.attribute.type !== 'complex') return operandOf(place);
  const value = placeIn(place.attribute.subAttributes, ['value']);
  if (!value) throw invalid(`${pathText(path)} is complex: name one of its sub-attributes`);
  return operandOf(within(place, value));
}

function invalid(detail: string) {
  return badRequest('invalidFilter', detail);
}
