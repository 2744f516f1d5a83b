/** A value in a document; null and empty values are left out (RFC 7643 2.5). */
export type ScimValue = string | number | boolean | ScimValue[] | ScimDocument;

/** A resource, or a complex value of one, with keys in the schema's spelling only. */
export interface ScimDocument {
  [key: string]: ScimValue;
}

export function isDocument(value: ScimValue | undefined): value is ScimDocument {
  return typeof value === 'object' && !Array.isArray(value);
}

/** What stands at the keys, each below the one before. */
export function valueAt(
  value: ScimValue | undefined,
  keys: readonly string[],
): ScimValue | undefined {
  return keys.reduce<ScimValue | undefined>(
    (within, key) => (isDocument(within) && Object.hasOwn(within, key) ? within[key] : undefined),
    value,
  );
}
