import type { ScimDocument } from '../resource/document.ts';
import type { Attribute } from '../schemas/attribute.ts';
import { badRequest } from '../scim-error.ts';
import { columnCondition } from './column-condition.ts';
import { type Condition, certain } from './condition.ts';
import type { Filter } from './filter.ts';
import type { CompiledSql, FilterRelation, FilterTarget } from './filter-target.ts';
import { containsCondition, ELEMENT, elementsOf, jsonCondition, nested } from './json-condition.ts';
import { resolveFilter } from './resolve-filter.ts';
import type { Operand, ResolvedFilter, Test } from './resolved-filter.ts';
import { createSqlParameters, type SqlParameters } from './sql-parameters.ts';

/** What the attributes of a filter are read from: a resource, or an element of a list. */
interface Source {
  test(operand: Operand, test: Test): Condition;
  element(filter: ResolvedFilter & { kind: 'element' }): Condition;
}

/**
 * A condition for `where`, numbered from `firstParameter`. Attribute names are parameters, too: the
 * SQL's text holds nothing that a client or a tenant wrote.
 * @throws ScimError 400 invalidFilter for unknown attributes and for types that do not fit
 */
export function compileFilter(
  filter: Filter,
  target: FilterTarget,
  firstParameter: number,
): CompiledSql {
  const parameters = createSqlParameters(firstParameter);
  const resolved = resolveFilter(filter, target.schema);
  const sql = compile(resolved, sourceOfResource(target, parameters), 'as it is');
  return { sql, values: parameters.values };
}

/**
 * Below a `not` each condition that can be null is made true or false. Elsewhere null does as false
 * does, and an index still answers the bare condition.
 */
function compile(filter: ResolvedFilter, source: Source, sense: 'as it is' | 'negated'): string {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const parts = filter.filters.map((one) => compile(one, source, sense));
      return `(${parts.join(` ${filter.kind} `)})`;
    }
    case 'not':
      return `not (${compile(filter.filter, source, 'negated')})`;
    case 'test':
    case 'element': {
      const condition =
        filter.kind === 'test' ? source.test(filter.operand, filter.test) : source.element(filter);
      const bare = `(${condition.sql})`;
      return sense === 'negated' && condition.nullable ? `(${bare} is true)` : bare;
    }
  }
}

function sourceOfResource(target: FilterTarget, parameters: SqlParameters): Source {
  const { document, columns, relations } = target;
  return {
    test(operand, test) {
      const { list, keys, attribute } = operand;
      const relation = list && relations[list.join('.')];
      if (relation) return relationCondition(relation, operand, test, parameters);
      const column = list ? undefined : columns[keys.join('.')];
      if (column) return columnCondition(column, test, parameters);
      refuseUnkept(attribute, [...(list ?? []), ...keys], target);
      return jsonCondition(document, operand, test, parameters);
    },
    element({ list, attribute, filter }) {
      const relation = relations[list.join('.')];
      if (relation) {
        return existsIn(
          relation,
          compile(filter, sourceOfRelation(relation, parameters), 'as it is'),
        );
      }
      refuseUnkept(attribute, list, target);
      const example = exampleOf(filter);
      if (example) return containsCondition(document, nested(list, [example]), parameters);
      const elements = elementsOf(document, list, parameters);
      const condition = compile(filter, sourceOfElement(parameters), 'as it is');
      return certain(`exists (select 1 from ${elements} where ${condition})`);
    },
  };
}

function sourceOfElement(parameters: SqlParameters): Source {
  return {
    test: (operand, test) => jsonCondition(ELEMENT, operand, test, parameters),
    element: nothingWithin,
  };
}

function sourceOfRelation(relation: FilterRelation, parameters: SqlParameters): Source {
  return {
    test: ({ keys }, test) => columnCondition(columnOf(relation, keys), test, parameters),
    element: nothingWithin,
  };
}

function nothingWithin(): never {
  throw new RangeError('an element has no lists');
}

function relationCondition(
  relation: FilterRelation,
  { keys }: Operand,
  test: Test,
  parameters: SqlParameters,
): Condition {
  if (test.operator === 'pr' && keys.length === 0) return existsIn(relation, 'true');
  const { sql } = columnCondition(columnOf(relation, keys), test, parameters);
  const some = existsIn(relation, sql);
  if (test.operator !== 'ne') return some;
  return certain(`not ${existsIn(relation, 'true').sql} or ${some.sql}`);
}

function existsIn({ from, on }: FilterRelation, condition: string): Condition {
  return certain(`exists (select 1 from ${from} where ${on} and (${condition}))`);
}

function columnOf({ columns }: FilterRelation, keys: readonly string[]) {
  const column = columns[keys.join('.')];
  if (!column) throw badRequest('invalidFilter', `${keys.join('.')} cannot be filtered by`);
  return column;
}

/** What clients cannot write is not in the document: finding nothing would be a wrong answer. */
function refuseUnkept(
  { mutability }: Attribute,
  keys: readonly string[],
  { schema }: FilterTarget,
): void {
  if (mutability === 'readOnly' || schema.apart.has(keys[0] ?? '')) {
    throw badRequest('invalidFilter', `${keys.join('.')} cannot be filtered by`);
  }
}

/** The element that a conjunction of `eq` describes; undefined for other filters. */
function exampleOf(filter: ResolvedFilter): ScimDocument | undefined {
  const parts = filter.kind === 'and' ? filter.filters : [filter];
  const example: ScimDocument = {};
  for (const part of parts) {
    if (part.kind !== 'test' || part.test.operator !== 'eq') return undefined;
    const [key, ...more] = part.operand.keys;
    const value = part.test.value;
    if (key === undefined || more.length > 0) return undefined;
    if (Object.hasOwn(example, key) && example[key] !== value) return undefined;
    example[key] = value;
  }
  return example;
}
