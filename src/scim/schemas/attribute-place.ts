import type { Attribute } from './attribute.ts';
import { findAttribute } from './find-attribute.ts';

/** Where an attribute stands in a resource, or in a value. */
export interface AttributePlace {
  /** Keys from there, in the schema's spelling; the first may be an extension's URN. */
  keys: readonly string[];
  /** The attributes at these keys; an extension is a complex attribute named by its URN. */
  chain: readonly Attribute[];
  /** The last of the chain. */
  attribute: Attribute;
}

/** The place that the names lead to, each within the one before. */
export function placeIn(
  attributes: readonly Attribute[] | undefined,
  names: readonly string[],
): AttributePlace | undefined {
  const chain: Attribute[] = [];
  let within = attributes;
  for (const name of names) {
    const found = findAttribute(within, name);
    if (!found) return undefined;
    chain.push(found);
    within = found.subAttributes;
  }
  const attribute = chain.at(-1);
  return attribute && { keys: chain.map(({ name }) => name), chain, attribute };
}
