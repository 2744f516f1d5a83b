import type { Attribute } from '../schemas/attribute.ts';
import type { ClientQuirks } from '../schemas/client-profile.ts';
import { badRequest } from '../scim-error.ts';
import { isDocument, type ScimDocument, type ScimValue } from './document.ts';
import { fieldsOf, isRecord } from './fields.ts';
import { unpackRole } from './packed-role.ts';
import { readSimpleValue } from './simple-value.ts';
import { mergedValues } from './value-identity.ts';

const VALUES_MAX = 500;

/**
 * A client's value for the attribute, brought to its type; undefined when it is unassigned: null, an
 * empty list (RFC 7643 2.5), an empty text (Entra clears attributes so) or an object of such.
 * @throws ScimError 400 invalidValue
 */
export function readValue(
  input: unknown,
  attribute: Attribute,
  quirks: ClientQuirks,
): ScimValue | undefined {
  return attribute.multiValued
    ? readList(input, attribute, quirks)
    : readOne(input, attribute, quirks);
}

/** The parts of a complex value, or a resource's attributes, that clients may write. */
export function readParts(
  input: unknown,
  attributes: readonly Attribute[],
  quirks: ClientQuirks,
): ScimDocument {
  const fields = fieldsOf(input);
  if (!fields) throw badRequest('invalidSyntax', 'expected a JSON object');
  const parts: ScimDocument = {};
  for (const attribute of attributes) {
    const { name, mutability } = attribute;
    if (mutability === 'readOnly') continue;
    const value = readValue(fields.get(name.toLowerCase()), attribute, quirks);
    if (value !== undefined && mutability !== 'writeOnly') parts[name] = value;
  }
  return parts;
}

export function readList(
  input: unknown,
  attribute: Attribute,
  quirks: ClientQuirks,
): ScimValue[] | undefined {
  const inputs: readonly unknown[] = Array.isArray(input) ? input : [input];
  checkLength(inputs, attribute);
  const values = inputs
    .map((one) => readElement(one, attribute, quirks))
    .filter((value) => value !== undefined);
  return values.length === 0 ? undefined : withOnePrimary(mergedValues([values], attribute));
}

/** @throws ScimError 400 invalidValue */
export function checkLength(list: readonly unknown[], { name }: Attribute): void {
  if (list.length > VALUES_MAX) {
    throw badRequest('invalidValue', `${name} has more than ${VALUES_MAX} values`);
  }
}

/** RFC 7643 2.4: `primary` is true at most once; the first stays so. */
function withOnePrimary(values: ScimValue[]): ScimValue[] {
  const primary = values.findIndex(isPrimary);
  return values.map((value, i) =>
    isPrimary(value) && i !== primary ? { ...value, primary: false } : value,
  );
}

export function isPrimary(value: ScimValue): value is ScimDocument {
  return isDocument(value) && value.primary === true;
}

function readOne(input: unknown, attribute: Attribute, quirks: ClientQuirks) {
  // Entra before 2022: `"path": "displayName", "value": [{"value": "x"}]`.
  if (!Array.isArray(input)) return readElement(input, attribute, quirks);
  if (input.length > 1) throw badRequest('invalidValue', `${attribute.name} has only one value`);
  return readElement(input[0], attribute, quirks);
}

function readElement(
  input: unknown,
  attribute: Attribute,
  quirks: ClientQuirks,
): ScimValue | undefined {
  if (input === undefined || input === null || input === '') return undefined;
  if (attribute.type !== 'complex') {
    return readSimpleValue(isRecord(input) ? fieldsOf(input)?.get('value') : input, attribute);
  }
  const subAttributes = attribute.subAttributes ?? [];
  const role = quirks.packedRoles === 'unpacked' && unpackRole(input, attribute);
  // Clients send a manager, or an e-mail, as a mere text.
  const parts = isRecord(input) ? input : { value: input };
  if (!isRecord(input) && !subAttributes.some(({ name }) => name === 'value')) {
    throw badRequest('invalidValue', `${attribute.name} is an object`);
  }
  const value = readParts(role || parts, subAttributes, quirks);
  return Object.keys(value).length === 0 ? undefined : value;
}
