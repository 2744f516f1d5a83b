/** A value in a document; null and empty values are left out (RFC 7643 2.5). */
export type ScimValue = string | number | boolean | ScimValue[] | ScimDocument;

/** A resource, or a complex value of one, with keys in the schema's spelling only. */
export interface ScimDocument {
  [key: string]: ScimValue;
}
