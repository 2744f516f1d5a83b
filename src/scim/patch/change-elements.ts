import type { Filter } from '../filter/filter.ts';
import { matches } from '../filter/matches.ts';
import { resolveValueFilter } from '../filter/resolve-filter.ts';
import { isDocument, type ScimDocument, type ScimValue } from '../resource/document.ts';
import { foldValue } from '../resource/fold.ts';
import { unpackRole } from '../resource/packed-role.ts';
import { isPrimary, readValue } from '../resource/read-value.ts';
import type { Attribute } from '../schemas/attribute.ts';
import { findAttribute } from '../schemas/find-attribute.ts';
import { badRequest } from '../scim-error.ts';
import type { Change } from './change.ts';
import { changeAttribute } from './change-attribute.ts';
import { listIn, setList, withPrimary } from './change-list.ts';

export interface ElementTarget {
  /** Holds the list. */
  holder: ScimDocument;
  /** The multi-valued attribute. */
  attribute: Attribute;
  /** Which elements; all of them without one. */
  filter: Filter | undefined;
  /** The part of the elements; undefined for the elements themselves. */
  sub: Attribute | undefined;
}

/** Changes elements of a list, or a part of each of them (RFC 7644 3.5.2: valuePath). */
export function changeElements(target: ElementTarget, change: Change): void {
  const { holder, attribute, filter, sub } = target;
  const list = listIn(holder, attribute);
  const resolved = filter && resolveValueFilter(filter, attribute);
  const single = { ...attribute, multiValued: false };
  const isSelected = (value: ScimValue) => !resolved || matches(resolved, foldValue(value, single));
  if (!list.some(isSelected)) {
    changeMissing(target, change);
    return;
  }
  let primary: ScimValue | undefined;
  const changed = list.flatMap((value) => {
    if (!isSelected(value)) return [value];
    const after = changeElement(value, target, change);
    if (after === undefined) return [];
    if (setsPrimary(change, sub) && isPrimary(after)) primary ??= after;
    return [after];
  });
  setList(holder, attribute, primary === undefined ? changed : withPrimary(changed, primary));
}

/** The element after the change; undefined when it goes. */
function changeElement(
  element: ScimValue,
  { attribute, filter, sub }: ElementTarget,
  change: Change,
): ScimValue | undefined {
  const { op, value, quirks } = change;
  if (sub && isDocument(element)) return changePart(element, attribute, sub, change);
  if (op === 'remove') return undefined;
  const given = readValue(value, { ...attribute, multiValued: false }, quirks);
  if (given === undefined) return op === 'add' ? element : undefined;
  if (!isDocument(given) || !isDocument(element)) return given;
  // Replaced as a whole, but for what it was found by.
  const kept = op === 'add' ? element : filter ? equalities(filter, attribute, change) : {};
  return { ...kept, ...given };
}

function changePart(
  element: ScimDocument,
  attribute: Attribute,
  sub: Attribute,
  change: Change,
): ScimDocument | undefined {
  const changed = { ...element };
  const role = packedRole(attribute, sub, change);
  if (role) Object.assign(changed, role);
  else changeAttribute(changed, sub, change);
  // An e-mail without an address is none, whatever its type.
  const emptied = sub.name === 'value' && changed.value === undefined;
  return emptied || Object.keys(changed).length === 0 ? undefined : changed;
}

/** Entra: `replace emails[type eq "work"].value` makes the element. */
function changeMissing(target: ElementTarget, change: Change): void {
  const { holder, attribute, filter, sub } = target;
  const { op, quirks } = change;
  const mayCreate = op === 'add' || (op === 'replace' && quirks.missingElement === 'created');
  if (filter && !mayCreate) {
    // Removing what is not there is done already, where clients expect it to be.
    if (op === 'remove' && quirks.missingElement === 'created') return;
    throw noTarget(attribute);
  }
  if (op === 'remove') return;
  const example = filter ? equalities(filter, attribute, change) : {};
  if (!example) throw noTarget(attribute);
  const created = changeElement(example, target, { ...change, op: 'add' });
  // Nothing but what it would be found by: the change took something away, or gave nothing.
  if (!isDocument(created) || Object.keys(created).length === Object.keys(example).length) return;
  const list = [...listIn(holder, attribute), created];
  const primary = setsPrimary(change, sub) || isPrimary(created) ? created : undefined;
  setList(holder, attribute, primary ? withPrimary(list, primary) : list);
}

/** The element that a conjunction of `eq` describes; undefined when the filter is something else. */
function equalities(
  filter: Filter,
  attribute: Attribute,
  { quirks }: Change,
): ScimDocument | undefined {
  const parts = filter.kind === 'and' ? filter.filters : [filter];
  const example: ScimDocument = {};
  for (const part of parts) {
    if (part.kind !== 'compare' || part.operator !== 'eq') return undefined;
    const sub = findAttribute(attribute.subAttributes, part.path.names[0] ?? '');
    const value = sub && readValue(part.value, sub, quirks);
    if (value === undefined || sub === undefined || sub.mutability === 'readOnly') return undefined;
    if (Object.hasOwn(example, sub.name)) return undefined;
    example[sub.name] = value;
  }
  return example;
}

function setsPrimary({ op }: Change, sub: Attribute | undefined): boolean {
  return op !== 'remove' && (sub === undefined || sub.name === 'primary');
}

function packedRole(attribute: Attribute, sub: Attribute, { op, value, quirks }: Change) {
  if (op === 'remove' || sub.name !== 'value' || quirks.packedRoles === 'kept') return undefined;
  if (!unpackRole(value, attribute)) return undefined;
  const role = readValue(value, { ...attribute, multiValued: false }, quirks);
  return isDocument(role) ? role : undefined;
}

function noTarget({ name }: Attribute) {
  return badRequest('noTarget', `no value of ${name} matches the path`);
}
