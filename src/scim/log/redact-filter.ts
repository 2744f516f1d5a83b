import { hidden, REDACTED } from './hidden-attributes.ts';

// From the beginning of a word only, so that a long one is read once.
const COMPARISON =
  /(?<![\w$.:-])([\w$.:-]+)(\s+(?:eq|ne|co|sw|ew|gt|ge|lt|le)\s+)"(?:[^"\\]|\\.)*"/gi;
const NAMES = new RegExp(`\\b(?:${[...hidden].join('|')})\\b`, 'i');
/** What a filter may name beside a hidden attribute and still be read. */
const telling = new Set(['type', 'primary', 'username', 'externalid', 'id', 'active']);

/** A filter, or a path with one, without what it compares a hidden attribute with. */
export function redactFilter(text: string): string {
  if (!NAMES.test(text)) return text;
  return text.replace(COMPARISON, (whole: string, path: string, operator: string) => {
    const name = path
      .slice(Math.max(path.lastIndexOf('.'), path.lastIndexOf(':')) + 1)
      .toLowerCase();
    return telling.has(name) ? whole : `${path}${operator}"${REDACTED}"`;
  });
}

/** The address of a request, its filter as `redactFilter` leaves it. */
export function redactPath(path: string): string {
  const at = path.indexOf('?');
  if (at === -1) return path;
  const query = new URLSearchParams(path.slice(at));
  const filters = [...query].filter(([name]) => name.toLowerCase() === 'filter');
  if (filters.every(([, filter]) => redactFilter(filter) === filter)) return path;
  for (const [name, filter] of filters) query.set(name, redactFilter(filter));
  return `${path.slice(0, at)}?${query}`;
}
