import type { Attribute } from '../schemas/attribute.ts';
import { canonicalTime } from '../schemas/date-time.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import type { ScimDocument, ScimValue } from './document.ts';

/**
 * Text by which `caseExact: false` attributes are compared, also in the `..._ci` columns. Composed
 * and in lower case; a sigma is one letter wherever it stands, so that parts of a text match.
 */
export function foldText(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

/** An attribute's text as it is compared; undefined when it is no value of the attribute's type. */
export function comparableText(text: string, { type, caseExact }: Attribute): string | undefined {
  if (type === 'dateTime') return canonicalTime(text);
  return type === 'string' && !caseExact ? foldText(text) : text;
}

/**
 * The document as filters and sorting see it (the column `doc_ci`): text that is not `caseExact`
 * folded, times as UTC with six digits of fraction.
 */
export function toDocCi(document: ScimDocument, { attributes }: ResourceSchema): ScimDocument {
  return foldDocument(document, attributes);
}

/** One value of the attribute as `toDocCi` has it. */
export function foldValue(value: ScimValue, attribute: Attribute): ScimValue {
  if (typeof value === 'string') return comparableText(value, attribute) ?? value;
  if (Array.isArray(value)) return value.map((element) => foldValue(element, attribute));
  if (typeof value !== 'object') return value;
  return foldDocument(value, attribute.subAttributes ?? []);
}

/** Attributes that no schema knows any more are left out: no filter can name them. */
function foldDocument(document: ScimDocument, attributes: readonly Attribute[]): ScimDocument {
  const folded: ScimDocument = {};
  for (const [key, value] of Object.entries(document)) {
    const attribute = attributes.find(({ name }) => name === key);
    if (attribute) folded[key] = foldValue(value, attribute);
  }
  return folded;
}
