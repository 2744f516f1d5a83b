const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;
/** Tags that close themselves, or close the one before them. */
const FLAT = new Set(
  'area br col dd dt embed hr img input li link meta option p param source td th tr track wbr'.split(
    ' ',
  ),
);
const DEEPEST = 500;

/**
 * Whether tags are nested so deeply that no author can have meant it. The HTML parser's time grows
 * with the square of the depth: a megabyte of `<div>` would keep it busy for ten seconds.
 */
export function isTooDeep(html: string): boolean {
  if (html.length < DEEPEST * 3) return false;
  let depth = 0;
  for (const [, slash, name = ''] of html.matchAll(TAG)) {
    if (FLAT.has(name.toLowerCase())) continue;
    depth = slash ? Math.max(0, depth - 1) : depth + 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** Tags cut out without parsing, for HTML that is not worth parsing. */
export function withoutTags(html: string): string {
  return html.replace(/<[^<>]*>?/g, '');
}
