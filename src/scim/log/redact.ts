/** Attributes of which nobody needs the values to find a mistake (RFC 7643 4.1), in lower case. */
const hidden = new Set([
  'password',
  'phonenumbers',
  'ims',
  'photos',
  'addresses',
  'x509certificates',
  'nickname',
  'profileurl',
]);
const HIDDEN = '(hidden)';
/** Of a list, and of a text. */
const MOST_ITEMS = 50;
const MOST_CHARACTERS = 2_000;
const DEEPEST = 12;

export interface Redacted {
  value: unknown;
  /** Whether nothing is missing but what is hidden. */
  isWhole: boolean;
}

/**
 * A body as the log keeps it: names, user names and e-mails stay, by which a mistake is found; what
 * else tells of somebody, and secrets, do not. Long lists and texts are cut.
 */
export function redact(body: unknown): Redacted {
  const cuts = { any: false };
  return { value: redactValue(body, cuts, 0), isWhole: !cuts.any };
}

function redactValue(value: unknown, cuts: { any: boolean }, depth: number): unknown {
  if (typeof value === 'string' && value.length > MOST_CHARACTERS) {
    cuts.any = true;
    return `${value.slice(0, MOST_CHARACTERS)}…`;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) {
    cuts.any = true;
    return '…';
  }
  if (Array.isArray(value)) return redactList(value, cuts, depth);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      isHidden(key) || (key === 'value' && namesHidden(value))
        ? HIDDEN
        : redactValue(part, cuts, depth + 1),
    ]),
  );
}

function redactList(list: unknown[], cuts: { any: boolean }, depth: number): unknown[] {
  const kept = list.slice(0, MOST_ITEMS).map((item) => redactValue(item, cuts, depth + 1));
  if (kept.length === list.length) return kept;
  cuts.any = true;
  return [...kept, `… and ${list.length - kept.length} more`];
}

/** Also below a URN, in a path with a filter, or before a sub-attribute. */
function isHidden(key: string): boolean {
  const [name = ''] = key.slice(key.lastIndexOf(':') + 1).split(/[.[]/);
  return hidden.has(name.toLowerCase());
}

/** An operation of a PATCH names in "path" what its "value" is. */
function namesHidden(operation: object): boolean {
  const entry = Object.entries(operation).find(([key]) => key.toLowerCase() === 'path');
  return typeof entry?.[1] === 'string' && isHidden(entry[1]);
}
