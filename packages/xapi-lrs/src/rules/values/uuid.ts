const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** UUID in its standard text form, of any version and variant (xAPI 1.0.3 data 4.4). */
export function isUuid(text: string): boolean {
  return text.length === 36 && uuid.test(text);
}
