import type { Attribute } from '../schemas/attribute.ts';
import { canonicalTime } from '../schemas/date-time.ts';
import { badRequest } from '../scim-error.ts';
import { isStorable } from './storable.ts';

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/**
 * A value of a type of RFC 7643 2.3; undefined when it is unassigned.
 * @throws ScimError 400 invalidValue
 */
export function readSimpleValue(input: unknown, attribute: Attribute) {
  if (input === undefined || input === null || input === '') return undefined;
  const value = typedValue(input, attribute);
  if (value === undefined) {
    throw badRequest('invalidValue', `${attribute.name} is no valid ${attribute.type}`);
  }
  return value;
}

function typedValue(input: unknown, { type }: Attribute): string | number | boolean | undefined {
  switch (type) {
    case 'boolean':
      return typeof input === 'string' ? booleans.get(input.toLowerCase()) : booleanOf(input);
    case 'integer':
      return typeof input === 'number' && Number.isSafeInteger(input) ? input : undefined;
    case 'decimal':
      return typeof input === 'number' && Number.isFinite(input) ? input : undefined;
    case 'dateTime':
      return typeof input === 'string' && canonicalTime(input) ? input : undefined;
    case 'binary':
      return typeof input === 'string' && BASE64.test(input) ? input : undefined;
    default:
      return typeof input === 'string' && isStorable(input) ? input : undefined;
  }
}

/** Entra sends `"False"`. */
const booleans = new Map([
  ['true', true],
  ['false', false],
]);

function booleanOf(input: unknown): boolean | undefined {
  return typeof input === 'boolean' ? input : undefined;
}
