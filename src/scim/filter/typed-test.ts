import { comparableText } from '../resource/fold.ts';
import type { Attribute, AttributeType } from '../schemas/attribute.ts';
import { badRequest } from '../scim-error.ts';
import type { CompareOperator } from './filter.ts';
import type { Test } from './resolved-filter.ts';

const EQUALITY: readonly CompareOperator[] = ['eq', 'ne'];
const ORDER: readonly CompareOperator[] = ['gt', 'ge', 'lt', 'le'];
const PARTS: readonly CompareOperator[] = ['co', 'sw', 'ew'];

/** RFC 7644 3.4.2.2, table 3: booleans and binaries have no order. */
const operators: Record<AttributeType, readonly CompareOperator[]> = {
  string: [...EQUALITY, ...ORDER, ...PARTS],
  reference: [...EQUALITY, ...ORDER, ...PARTS],
  binary: [...EQUALITY, ...PARTS],
  boolean: EQUALITY,
  integer: [...EQUALITY, ...ORDER],
  decimal: [...EQUALITY, ...ORDER],
  dateTime: [...EQUALITY, ...ORDER],
  complex: [],
};

/**
 * The comparison, its value as `doc_ci` has such values.
 * @throws ScimError 400 invalidFilter
 */
export function readTest(
  attribute: Attribute,
  operator: CompareOperator,
  value: string | number | boolean,
): Test {
  if (!operators[attribute.type].includes(operator)) {
    throw invalid(`${operator} does not go with ${attribute.name}, a ${attribute.type}`);
  }
  const fitting = valueFor(attribute, value);
  if (fitting === undefined) {
    throw invalid(`${attribute.name} is compared with a value of type ${attribute.type}`);
  }
  return { operator, value: fitting };
}

function valueFor(attribute: Attribute, value: string | number | boolean) {
  switch (attribute.type) {
    case 'boolean':
      return typeof value === 'string' ? quotedBooleans.get(value.toLowerCase()) : booleanOf(value);
    case 'integer':
    case 'decimal':
      return typeof value === 'number' ? value : undefined;
    default:
      return typeof value === 'string' ? comparableText(value, attribute) : undefined;
  }
}

/** Entra: `roles[primary eq "True"].value`. */
const quotedBooleans = new Map([
  ['true', true],
  ['false', false],
]);

function booleanOf(value: number | boolean): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function invalid(detail: string) {
  return badRequest('invalidFilter', detail);
}
