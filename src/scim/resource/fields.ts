import { badRequest } from '../scim-error.ts';

/**
 * An object's own fields by lower-case name, since names have no case (RFC 7643 2.1); undefined for
 * what is no object. A map has no prototype that a name could reach.
 * @throws ScimError 400 invalidSyntax when a name stands there twice
 */
export function fieldsOf(value: unknown): Map<string, unknown> | undefined {
  if (!isRecord(value)) return undefined;
  const fields = new Map<string, unknown>();
  for (const [key, field] of Object.entries(value)) {
    const name = key.toLowerCase();
    if (fields.has(name)) throw badRequest('invalidSyntax', `${key} is given twice`);
    fields.set(name, field);
  }
  return fields;
}

/** Whether a list names the URN, in any case (RFC 8141 3.1). */
export function namesUrn(list: unknown, urn: string): boolean {
  const wanted = urn.toLowerCase();
  return (
    Array.isArray(list) &&
    list.some((one) => typeof one === 'string' && one.toLowerCase() === wanted)
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
