import type { Attribute } from '../schemas/attribute.ts';
import { type AttributePath, pathText } from '../schemas/attribute-path.ts';
import { findAttribute } from '../schemas/find-attribute.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { badRequest } from '../scim-error.ts';
import type { Filter } from './filter.ts';
import type { Operand, ResolvedFilter } from './resolved-filter.ts';
import { readTest } from './typed-test.ts';

/** The attributes from where a filter stands to the one that the path names. */
type Scope = (path: AttributePath) => readonly Attribute[] | undefined;

/** @throws ScimError 400 invalidFilter for unknown attributes and for types that do not fit */
export function resolveFilter(filter: Filter, schema: ResourceSchema): ResolvedFilter {
  return resolve(filter, (path) => schema.find(path)?.chain);
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
      return present(operandOf(chainOf(filter.path, scope)));
    case 'compare': {
      const operand = comparedOperandOf(chainOf(filter.path, scope), filter.path);
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
  const chain = chainOf(path, scope);
  const { list, keys, attribute } = operandOf(chain);
  if (attribute.multiValued && list) {
    return { kind: 'element', list, attribute, filter: resolveValueFilter(filter, attribute) };
  }
  if (list || attribute.type !== 'complex')
    throw invalid(`${pathText(path)} takes no value filter`);
  // A single complex value: it is there, and its parts satisfy the filter.
  const parts = scopeOfElements(attribute);
  const below = resolve(filter, (part) => {
    const found = parts(part);
    return found && [...chain, ...found];
  });
  return { kind: 'and', filters: [present({ list, keys, attribute }), below] };
}

function chainOf(path: AttributePath, scope: Scope): readonly Attribute[] {
  const chain = scope(path);
  if (!chain) throw invalid(`no attribute ${pathText(path)}`);
  // Filters on a password would tell it, letter by letter.
  if (chain.some(({ returned }) => returned === 'never')) {
    throw invalid(`${pathText(path)} cannot be filtered by`);
  }
  return chain;
}

function scopeOfElements(attribute: Attribute): Scope {
  const element: Attribute = { ...attribute, multiValued: false };
  return ({ uri, names: [name = '', ...rest] }) => {
    if (uri !== undefined) return undefined;
    const isElement = attribute.type !== 'complex' && name.toLowerCase() === 'value';
    if (isElement && rest.length === 0) return [element];
    const chain: Attribute[] = [];
    let within = attribute.subAttributes;
    for (const one of [name, ...rest]) {
      const found = findAttribute(within, one);
      if (!found) return undefined;
      chain.push(found);
      within = found.subAttributes;
    }
    return chain;
  };
}

function present(operand: Operand): ResolvedFilter {
  return { kind: 'test', operand, test: { operator: 'pr' } };
}

function operandOf(chain: readonly Attribute[]): Operand {
  const attribute = chain.at(-1);
  if (!attribute) throw new RangeError('a path without names');
  const keys = chain.map(({ name }) => name);
  const list = chain.findIndex(({ multiValued }) => multiValued) + 1;
  if (list === 0) return { list: undefined, keys, attribute };
  return { list: keys.slice(0, list), keys: keys.slice(list), attribute };
}

/** A complex attribute is compared by its `value` (RFC 7644 3.4.2.2: `emails co "example.com"`). */
function comparedOperandOf(chain: readonly Attribute[], path: AttributePath): Operand {
  const operand = operandOf(chain);
  if (operand.attribute.type !== 'complex') return operand;
  const value = findAttribute(operand.attribute.subAttributes, 'value');
  if (!value) throw invalid(`${pathText(path)} is complex: name one of its sub-attributes`);
  return operandOf([...chain, value]);
}

function invalid(detail: string) {
  return badRequest('invalidFilter', detail);
}
