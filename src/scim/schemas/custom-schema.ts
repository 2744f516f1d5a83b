import { badRequest } from '../scim-error.ts';
import { type Attribute, attribute, type SchemaDefinition } from './attribute.ts';
import { isAttributeName } from './attribute-path.ts';
import { enterpriseUserSchema } from './enterprise-user.ts';
import { groupSchema } from './group.ts';
import { hubExtensionSchema } from './hub-extension.ts';
import { userSchema } from './user.ts';

/** An extension that a tenant adds to Users or Groups. */
export interface CustomSchema {
  extends: 'User' | 'Group';
  required: boolean;
  schema: SchemaDefinition;
}

const ATTRIBUTES_MAX = 100;
const TEXT_MAX = 1000;
/** Its last word is spelt as an attribute is, since a path may be a URN alone. */
const URN = /^urn(?::[a-z0-9](?:[\w.-]*[a-z0-9])?)+:[a-z][\w-]*$/i;
const TAKEN = [userSchema, groupSchema, enterpriseUserSchema, hubExtensionSchema].map(({ id }) =>
  id.toLowerCase(),
);
const TYPES = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
] as const;

/**
 * A custom schema as an admin posts it: `{extends, required?, schema: {id, name, description?,
 * attributes}}`, characteristics that are left out at their defaults.
 * @throws ScimError 400 invalidValue
 */
export function readCustomSchema(body: unknown): CustomSchema {
  const { extends: kind, required, schema } = fields(body, 'the body');
  const { id, name, description, attributes } = fields(schema, 'schema');
  if (kind !== 'User' && kind !== 'Group') throw invalid('extends is User or Group');
  if (typeof id !== 'string' || id.length > 200 || !URN.test(id)) {
    throw invalid('schema.id is a URN of at most 200 characters: urn:your-company:2.0:User');
  }
  if (TAKEN.includes(id.toLowerCase())) throw invalid(`${id} is one of the hub's own schemas`);
  return {
    extends: kind,
    required: flag(required, 'required'),
    schema: {
      id,
      name: text(name, 'schema.name'),
      description: description === undefined ? '' : text(description, 'schema.description'),
      attributes: readAttributes(attributes, 'schema.attributes', 'complex too'),
    },
  };
}

function readAttributes(
  list: unknown,
  at: string,
  types: 'simple only' | 'complex too',
): Attribute[] {
  if (!Array.isArray(list) || list.length === 0 || list.length > ATTRIBUTES_MAX) {
    throw invalid(`${at} is a list of 1 to ${ATTRIBUTES_MAX} attributes`);
  }
  const read = list.map((entry: unknown, i) => readAttribute(entry, `${at}[${i}]`, types));
  const names = new Set(read.map(({ name }) => name.toLowerCase()));
  if (names.size < read.length) throw invalid(`${at} names an attribute twice`);
  return read;
}

function readAttribute(entry: unknown, at: string, types: 'simple only' | 'complex too') {
  const given = fields(entry, at);
  const { name, type = 'string', mutability = 'readWrite', returned = 'default' } = given;
  // Names become keys: none may be one that every object has already.
  if (typeof name !== 'string' || name.length > 100 || !isAttributeName(name) || name in {}) {
    throw invalid(`${at}.name is a letter followed by letters, digits, - and _`);
  }
  const complex = types === 'complex too' && type === 'complex';
  const simple = TYPES.find((one) => one === type);
  if (!complex && !simple)
    throw invalid(`${at}.type is ${TYPES.join(', ')} or, outermost, complex`);
  if (mutability !== 'readWrite' && (mutability !== 'immutable' || types === 'simple only')) {
    throw invalid(`${at}.mutability is readWrite or, outermost, immutable`);
  }
  if (returned !== 'always' && returned !== 'default' && returned !== 'request') {
    throw invalid(`${at}.returned is always, default or request`);
  }
  return attribute(name, given.description === undefined ? '' : text(given.description, at), {
    ...(complex
      ? { subAttributes: readAttributes(given.subAttributes, `${at}.subAttributes`, 'simple only') }
      : { type: simple }),
    multiValued: types === 'complex too' && flag(given.multiValued, `${at}.multiValued`),
    required: flag(given.required, `${at}.required`),
    // References and binaries are always (RFC 7643 2.3.6, 2.3.7).
    caseExact:
      simple === 'reference' || simple === 'binary' || flag(given.caseExact, `${at}.caseExact`),
    mutability,
    returned,
  });
}

function fields(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`${at} is an object`);
  }
  return { ...value };
}

function flag(value: unknown, at: string): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  throw invalid(`${at} is true or false`);
}

function text(value: unknown, at: string): string {
  const fits = typeof value === 'string' && value.length > 0 && value.length <= TEXT_MAX;
  if (fits && !/[\p{Surrogate}\0]/u.test(value)) return value;
  throw invalid(`${at} is a text of 1 to ${TEXT_MAX} characters`);
}

function invalid(detail: string) {
  return badRequest('invalidValue', detail);
}
