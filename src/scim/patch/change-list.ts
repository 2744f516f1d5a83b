import { isDocument, type ScimDocument, type ScimValue } from '../resource/document.ts';
import { checkLength, isPrimary, readList } from '../resource/read-value.ts';
import { identityOf, mergedValues } from '../resource/value-identity.ts';
import type { Attribute } from '../schemas/attribute.ts';
import type { Change } from './change.ts';

/** Adds to, takes from or replaces all of a multi-valued attribute of `holder`. */
export function changeList(
  holder: ScimDocument,
  attribute: Attribute,
  { op, value, quirks }: Change,
): void {
  const given = readList(value, attribute, quirks);
  const list = listIn(holder, attribute);
  if (op === 'add') setList(holder, attribute, given ? withAdded(list, given, attribute) : list);
  else if (op === 'replace') setList(holder, attribute, given ?? []);
  // Entra before 2022, JumpCloud: remove with the values that are to go. By the RFC all would go.
  else setList(holder, attribute, given ? withoutThese(list, given, attribute) : []);
}

export function listIn(holder: ScimDocument, { name }: Attribute): readonly ScimValue[] {
  const list = Object.hasOwn(holder, name) ? holder[name] : undefined;
  return Array.isArray(list) ? list : [];
}

/**
 * Values that a change made alike become one.
 * @throws ScimError 400 invalidValue for too many
 */
export function setList(
  holder: ScimDocument,
  attribute: Attribute,
  list: readonly ScimValue[],
): void {
  const values = mergedValues([list], attribute);
  checkLength(values, attribute);
  if (values.length > 0) holder[attribute.name] = values;
  else delete holder[attribute.name];
}

/** RFC 7644 3.5.2: a new primary value takes the place of the old one. */
export function withPrimary(list: readonly ScimValue[], chosen: ScimValue): ScimValue[] {
  return list.map((value) =>
    isPrimary(value) && value !== chosen ? { ...value, primary: false } : value,
  );
}

/** Values that are there already are completed, not doubled (RFC 7644 3.5.2.1). */
function withAdded(
  list: readonly ScimValue[],
  given: readonly ScimValue[],
  attribute: Attribute,
): ScimValue[] {
  const added = mergedValues([list, given], attribute);
  const primary = given.find(isPrimary);
  if (!primary) return added;
  const identity = identityOf(primary, attribute);
  const chosen = added.find((value) => identityOf(value, attribute) === identity);
  return chosen === undefined ? added : withPrimary(added, chosen);
}

function withoutThese(
  list: readonly ScimValue[],
  given: readonly ScimValue[],
  attribute: Attribute,
): ScimValue[] {
  const identities = new Set(given.map((value) => identityOf(value, attribute)));
  const isGiven = (value: ScimValue) => identities.has(identityOf(value, attribute));
  return list.filter((value) => !isGiven(value) && !isGiven(withoutType(value)));
}

/** A value without a type stands for those of any. */
function withoutType(value: ScimValue): ScimValue {
  if (!isDocument(value) || value.value === undefined) return value;
  const { type: _, ...untyped } = value;
  return untyped;
}
