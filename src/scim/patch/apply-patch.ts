import { isDeepStrictEqual } from 'node:util';
import { checkImmutable, checkKeys, checkRequired, schemasOf } from '../resource/check-document.ts';
import type { ScimDocument } from '../resource/document.ts';
import { isRecord } from '../resource/fields.ts';
import type { Attribute } from '../schemas/attribute.ts';
import { parseAttributePath, pathText } from '../schemas/attribute-path.ts';
import type { AttributePlace } from '../schemas/attribute-place.ts';
import { type ClientProfile, quirksOf } from '../schemas/client-profile.ts';
import { findAttribute } from '../schemas/find-attribute.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { badRequest, ScimError } from '../scim-error.ts';
import type { Change } from './change.ts';
import { changeAttribute, changeWithin } from './change-attribute.ts';
import { changeElements } from './change-elements.ts';
import { type PatchPath, parsePath } from './parse-path.ts';
import type { PatchOperation } from './patch-operation.ts';

export interface PatchOptions {
  schema: ResourceSchema;
  profile: ClientProfile;
  /** The resource's id: clients may repeat it, not change it. */
  id: string;
}

const CHANGES_MAX = 1000;

/**
 * The document after all operations (RFC 7644 3.5.2), or the same object when nothing changed; the
 * given one stays as it is. Members are `splitMemberChanges`'s.
 * @throws ScimError 400 invalidPath | noTarget | invalidValue | mutability | invalidFilter, or 413
 */
export function applyPatch(
  document: ScimDocument,
  operations: readonly PatchOperation[],
  options: PatchOptions,
): ScimDocument {
  const { schema } = options;
  const changed = structuredClone(document);
  const steps = operations.flatMap((operation) => stepsOf(operation, options));
  if (steps.length > CHANGES_MAX) {
    throw new ScimError(413, `a PATCH makes at most ${CHANGES_MAX} changes`);
  }
  for (const step of steps) takeStep(changed, step, schema);
  changed.schemas = schemasOf(changed, schema);
  checkImmutable(document, changed, schema);
  // RFC 7644 3.5.2.2: a required attribute that ends up unassigned.
  checkRequired(changed, schema, 'mutability');
  checkKeys(changed);
  return isDeepStrictEqual(changed, document) ? document : changed;
}

interface Step {
  path: PatchPath;
  place: AttributePlace;
  change: Change;
}

/** One step per operation; without a path one for each attribute in its value. */
function stepsOf({ op, path, value }: PatchOperation, options: PatchOptions): Step[] {
  const quirks = quirksOf(options.profile);
  if (path !== undefined) {
    const parsed = parsePath(path, options.profile);
    const place = options.schema.find(parsed.path);
    if (!place) throw badRequest('invalidPath', `no attribute ${pathText(parsed.path)}`);
    refuseReadOnly(place, value, options);
    return isKept(place) ? [{ path: parsed, place, change: { op, value, quirks } }] : [];
  }
  if (!isRecord(value)) throw badRequest('invalidValue', 'without a path the value is an object');
  return Object.entries(value).flatMap(([key, part]) => {
    const parsed = pathOfKey(key, options.profile);
    const place = parsed && options.schema.find(parsed.path);
    // As in a POST: what the hub does not know, or keeps itself, is let by. Okta repeats the id.
    if (!place || place.chain.some(({ mutability }) => mutability === 'readOnly')) {
      if (place?.keys[0] === 'id') refuseReadOnly(place, part, options);
      return [];
    }
    return isKept(place) ? [{ path: parsed, place, change: { op, value: part, quirks } }] : [];
  });
}

/** Entra's keys are paths: `name.givenName`, `emails[type eq "work"].value`. */
function pathOfKey(key: string, profile: ClientProfile): PatchPath | undefined {
  if (key.includes('[')) return parsePath(key, profile);
  const path = parseAttributePath(key);
  return path && { path, filter: undefined, sub: undefined };
}

function refuseReadOnly({ keys, chain }: AttributePlace, value: unknown, { id }: PatchOptions) {
  if (keys[0] === 'id' && value === id) return;
  if (chain.some(({ name, mutability }) => mutability === 'readOnly' && name !== 'id')) {
    throw badRequest('mutability', `${keys.join('.')} is read-only`);
  }
  if (keys[0] === 'id') throw badRequest('mutability', 'id cannot be changed');
}

/** `schemas` follows from the document; passwords are not kept. */
function isKept({ chain }: AttributePlace): boolean {
  return !chain.some(
    ({ name, mutability }) => name === 'schemas' || name === 'id' || mutability === 'writeOnly',
  );
}

function takeStep(
  document: ScimDocument,
  { path: { path, filter, sub }, place: { attribute, chain }, change }: Step,
  { apart }: ResourceSchema,
): void {
  if (chain.some(({ name }) => apart.has(name))) {
    throw badRequest('invalidPath', `${pathText(path)} cannot be changed so`);
  }
  const at = chain.findIndex(({ multiValued }) => multiValued);
  const list = chain[at];
  const toWhole = filter === undefined && (!list || list === attribute);
  if (toWhole) {
    changeWithin(document, chain.slice(0, -1), (holder) =>
      changeAttribute(holder, attribute, change),
    );
    return;
  }
  if (!list || (filter && list !== attribute)) {
    throw badRequest('invalidPath', `${pathText(path)} takes no value filter`);
  }
  const part = filter ? partOf(list, sub) : attribute;
  changeWithin(document, chain.slice(0, at), (holder) =>
    changeElements({ holder, attribute: list, filter, sub: part }, change),
  );
}

function partOf(list: Attribute, sub: string | undefined): Attribute | undefined {
  if (sub === undefined) return undefined;
  const part = findAttribute(list.subAttributes, sub);
  if (!part) throw badRequest('invalidPath', `no attribute ${list.name}.${sub}`);
  if (part.mutability === 'readOnly') throw badRequest('mutability', `${sub} is read-only`);
  return part;
}
