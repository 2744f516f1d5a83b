import { canonicalJson } from '../../platform/storable-json.ts';
import type { Attribute } from '../schemas/attribute.ts';
import { isDocument, type ScimValue } from './document.ts';
import { foldValue } from './fold.ts';

/**
 * What tells the values of an attribute apart: `value` and `type` (RFC 7643 2.4), or all of a value
 * that has no `value`, as attributes compare.
 */
export function identityOf(value: ScimValue, attribute: Attribute): string {
  const folded = foldValue(value, attribute);
  if (!isDocument(folded) || folded.value === undefined) return canonicalJson(folded);
  return canonicalJson([folded.value, folded.type ?? null]);
}

/** The lists' values in order, each once; one that comes again completes the first. */
export function mergedValues(
  lists: readonly (readonly ScimValue[])[],
  attribute: Attribute,
): ScimValue[] {
  const values = new Map<string, ScimValue>();
  for (const value of lists.flat()) {
    const identity = identityOf(value, attribute);
    const known = values.get(identity);
    values.set(identity, isDocument(known) && isDocument(value) ? { ...known, ...value } : value);
  }
  return [...values.values()];
}
