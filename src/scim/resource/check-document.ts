import { canonicalJson } from '../../platform/storable-json.ts';
import type { Attribute } from '../schemas/attribute.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { badRequest, type ScimType } from '../scim-error.ts';
import { isDocument, type ScimDocument, type ScimValue, valueAt } from './document.ts';
import { foldText } from './fold.ts';

/** Texts that have indexes, whose entries are at most a third of a page. */
const KEYS = ['userName', 'externalId', 'displayName'];
const KEY_BYTES_MAX = 2048;

/** The URNs of what the document holds. */
export function schemasOf(document: ScimDocument, { core, extensions }: ResourceSchema): string[] {
  const present = extensions
    .map(({ schema }) => schema.id)
    .filter((id) => Object.hasOwn(document, id));
  return [core.id, ...present];
}

/**
 * Refuses a document without a required attribute, with the keyword.
 * @throws ScimError 400
 */
export function checkRequired(
  document: ScimDocument,
  { attributes, apart }: ResourceSchema,
  scimType: ScimType,
): void {
  const missing = missingIn(
    document,
    attributes.filter(({ name }) => !apart.has(name)),
  );
  if (missing) throw badRequest(scimType, `${missing} is required`);
}

function missingIn(document: ScimDocument, attributes: readonly Attribute[]): string | undefined {
  for (const { name, required, subAttributes = [] } of attributes) {
    const value = Object.hasOwn(document, name) ? document[name] : undefined;
    if (value === undefined && required) return name;
    for (const part of partsOf(value)) {
      const missing = missingIn(part, subAttributes);
      if (missing) return `${name}.${missing}`;
    }
  }
  return undefined;
}

function partsOf(value: ScimValue | undefined): ScimDocument[] {
  return (Array.isArray(value) ? value : [value]).filter(isDocument);
}

/** @throws ScimError 400 invalidValue */
export function checkKeys(document: ScimDocument): void {
  for (const name of KEYS) checkKey(document[name], name);
  for (const email of partsOf(document.emails)) checkKey(email.value, 'emails.value');
}

function checkKey(value: ScimValue | undefined, name: string): void {
  // Composing makes some letters longer.
  if (typeof value !== 'string' || Buffer.byteLength(foldText(value)) <= KEY_BYTES_MAX) return;
  throw badRequest('invalidValue', `${name} is longer than ${KEY_BYTES_MAX} bytes`);
}

/**
 * What was set once stays (RFC 7643 7: immutable).
 * @throws ScimError 400 mutability
 */
export function checkImmutable(
  before: ScimDocument,
  after: ScimDocument,
  schema: ResourceSchema,
): void {
  for (const keys of immutableIn(schema.attributes)) {
    const value = valueAt(before, keys);
    if (
      value !== undefined &&
      canonicalJson(value) !== canonicalJson(valueAt(after, keys) ?? null)
    ) {
      throw badRequest('mutability', `${keys.join(':')} cannot be changed once it is set`);
    }
  }
}

/** The document with the immutable values that it leaves out (RFC 7644 3.5.1). */
export function withImmutable(
  before: ScimDocument,
  after: ScimDocument,
  schema: ResourceSchema,
): ScimDocument {
  const kept = { ...after };
  for (const [key, sub] of immutableIn(schema.attributes)) {
    if (key === undefined || sub === undefined) continue;
    const value = valueAt(before, [key, sub]);
    if (value === undefined || valueAt(kept, [key, sub]) !== undefined) continue;
    const extension = kept[key];
    kept[key] = { ...(isDocument(extension) ? extension : {}), [sub]: value };
  }
  return kept;
}

/** Only attributes of extensions can be immutable; members are kept apart. */
function immutableIn(attributes: readonly Attribute[]): string[][] {
  return attributes
    .filter(({ multiValued }) => !multiValued)
    .flatMap(({ name, subAttributes = [] }) =>
      subAttributes
        .filter(({ mutability }) => mutability === 'immutable')
        .map((sub) => [name, sub.name]),
    );
}
