import { isDocument, type ScimDocument } from '../resource/document.ts';
import { isRecord } from '../resource/fields.ts';
import { readValue } from '../resource/read-value.ts';
import type { Attribute } from '../schemas/attribute.ts';
import { findAttribute } from '../schemas/find-attribute.ts';
import type { Change } from './change.ts';
import { changeList } from './change-list.ts';

/** Changes one attribute of `holder`, which is the patch's own copy. */
export function changeAttribute(holder: ScimDocument, attribute: Attribute, change: Change): void {
  if (attribute.mutability === 'writeOnly') return;
  const { op, value, quirks } = change;
  const parts = op !== 'remove' && attribute.type === 'complex' && partsIn(value);
  if (attribute.multiValued) changeList(holder, attribute, change);
  else if (op === 'remove') delete holder[attribute.name];
  else if (parts) changeParts(holder, attribute, { ...change, value: parts });
  else assign(holder, attribute, readValue(value, attribute, quirks));
}

/**
 * Changes what is within single-valued attributes, each in the one before: made when they are
 * missing, gone when they are left empty.
 */
export function changeWithin(
  holder: ScimDocument,
  chain: readonly Attribute[],
  changePart: (part: ScimDocument) => void,
): void {
  const [first, ...rest] = chain;
  if (!first) changePart(holder);
  else withPart(holder, first, (part) => changeWithin(part, rest, changePart));
}

/** RFC 7644 3.5.2.3: sub-attributes that are not given stay as they are. */
function changeParts(
  holder: ScimDocument,
  attribute: Attribute,
  change: Change & { value: Record<string, unknown> },
): void {
  withPart(holder, attribute, (part) => {
    for (const [name, value] of Object.entries(change.value)) {
      const sub = findAttribute(attribute.subAttributes, name);
      if (sub && sub.mutability !== 'readOnly') changeAttribute(part, sub, { ...change, value });
    }
  });
}

function withPart(
  holder: ScimDocument,
  { name }: Attribute,
  changePart: (part: ScimDocument) => void,
): void {
  const before = Object.hasOwn(holder, name) ? holder[name] : undefined;
  const part = isDocument(before) ? { ...before } : {};
  changePart(part);
  // A reference that came with another value leads to the wrong resource.
  if (isDocument(before) && part.value !== before.value && part.$ref === before.$ref) {
    delete part.$ref;
  }
  if (Object.keys(part).length > 0) holder[name] = part;
  else delete holder[name];
}

function partsIn(value: unknown): Record<string, unknown> | undefined {
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isRecord(only) ? only : undefined;
}

function assign(
  holder: ScimDocument,
  { name }: Attribute,
  value: ScimDocument[string] | undefined,
): void {
  if (value === undefined) delete holder[name];
  else holder[name] = value;
}
