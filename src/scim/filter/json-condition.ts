import type { ScimValue } from '../resource/document.ts';
import { type Condition, certain, nullable } from './condition.ts';
import type { Operand, Test } from './resolved-filter.ts';
import type { SqlParameters } from './sql-parameters.ts';
import { orderSign, textCondition } from './text-condition.ts';

/** The name of a list's element in SQL. Lists have no lists within, so one name is enough. */
export const ELEMENT = 'element.value';

/** What follows `from` for the elements of a list in a jsonb value; none when there is no list. */
export function elementsOf(json: string, list: readonly string[], parameters: SqlParameters) {
  // Lax: a single value left from before a schema changed counts as its only element.
  return `jsonb_path_query(${json} #> ${parameters.add(list, 'text[]')}, '$[*]') as element(value)`;
}

/** Containment, which a GIN index on the whole document answers; never null. */
export function containsCondition(
  json: string,
  part: ScimValue,
  parameters: SqlParameters,
): Condition {
  return certain(`${json} @> ${parameters.add(JSON.stringify(part), 'jsonb')}`);
}

/** `value` below the keys: `{"name": {"givenName": value}}`. */
export function nested(keys: readonly string[], value: ScimValue): ScimValue {
  return keys.reduceRight<ScimValue>((within, key) => ({ [key]: within }), value);
}

/** The test on values in a jsonb document, or in one element of a list. */
export function jsonCondition(
  json: string,
  { list, keys, attribute }: Operand,
  test: Test,
  parameters: SqlParameters,
): Condition {
  if (!list) return singleCondition(json, { list, keys, attribute }, test, parameters);
  const listed = () => `${json} #> ${parameters.add(list, 'text[]')}`;
  if (test.operator === 'eq') {
    return containsCondition(json, nested(list, [nested(keys, test.value)]), parameters);
  }
  // Documents have no empty lists.
  if (test.operator === 'pr' && keys.length === 0) return certain(`(${listed()}) is not null`);
  const missing = test.operator === 'ne' ? `(${listed()}) is null or ` : '';
  const inElement: Operand = { list: undefined, keys, attribute };
  const elements = elementsOf(json, list, parameters);
  const { sql } = singleCondition(ELEMENT, inElement, test, parameters);
  return certain(`(${missing}exists (select 1 from ${elements} where ${sql}))`);
}

function singleCondition(
  json: string,
  { keys, attribute }: Operand,
  test: Test,
  parameters: SqlParameters,
): Condition {
  if (test.operator === 'eq' || test.operator === 'ne') {
    const { sql } = containsCondition(json, nested(keys, test.value), parameters);
    // True of a missing value, too.
    return certain(test.operator === 'eq' ? sql : `not (${sql})`);
  }
  const path = parameters.add(keys, 'text[]');
  if (test.operator === 'pr') return certain(`(${json} #> ${path}) is not null`);
  const sign = orderSign(test.operator);
  if (sign && (attribute.type === 'integer' || attribute.type === 'decimal')) {
    // As jsonb, whose order is the numbers' own; a cast would fail on a text left from before a
    // schema changed.
    const given = parameters.add(JSON.stringify(test.value), 'jsonb');
    const value = `(${json} #> ${path})`;
    return nullable(`(jsonb_typeof(${value}) = 'number' and ${value} ${sign} ${given})`);
  }
  const given = parameters.add(test.value, 'text');
  return nullable(textCondition(`(${json} #>> ${path})`, test.operator, given));
}
