const LONE_SURROGATE = /\p{Surrogate}/gu;
const UNSTORABLE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/**
 * A value as the text of a jsonb parameter. NUL characters and halves of surrogate pairs, which
 * PostgreSQL refuses, are taken out of its strings, so that one broken field cannot fail a batch.
 */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!UNSTORABLE.test(json)) return json;
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? storableText(part) : part,
  );
}

/** Text as PostgreSQL can keep it. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').replaceAll(LONE_SURROGATE, '\ufffd');
}

/**
 * One text for equal values, whatever the order of their keys; undefined counts as absent, and what
 * cannot be stored does not count.
 */
export function canonicalJson(value: unknown): string {
  return storableJson(inOrder(value));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, inOrder(part)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
