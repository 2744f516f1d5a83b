import type { PlatformProfile } from '../profiles/platform-profile.ts';

/**
 * Targets of a Link header by relation (RFC 8288 3), absolute; of several for one relation the first.
 * @param base URL that was asked
 * @param style `loose` also takes curly quotes and `&amp;`, as Moodle 5.1 writes them
 */
export function linksOf(
  header: string | null,
  base: string,
  style: PlatformProfile['linkHeaders'],
): Map<string, string> {
  const text = style === 'loose' ? straightened(header ?? '') : (header ?? '');
  const links = new Map<string, string>();
  for (const [, target = '', parameters = ''] of text.matchAll(link)) {
    const url = absolute(target, base);
    if (!url) continue;
    const [, quoted, token] = rel.exec(parameters) ?? [];
    for (const relation of (quoted ?? token ?? '').toLowerCase().split(/\s+/)) {
      if (relation && !links.has(relation)) links.set(relation, url);
    }
  }
  return links;
}

/** `<target>` and its parameters; commas and semicolons inside quotes belong to the value. */
const link = /<([^<>]*)>((?:\s*;\s*[^\s=;,"]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/g;
const rel = /;\s*rel\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+))/i;

/** A header is Latin-1 to fetch, so that UTF-8 curly quotes arrive as three characters each. */
function straightened(text: string): string {
  return text
    .replaceAll(/\u00e2\u0080[\u009c\u009d]|[\u201c\u201d]/g, '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"');
}

function absolute(target: string, base: string): string | undefined {
  const url = target.trim();
  return URL.canParse(url, base) ? new URL(url, base).href : undefined;
}
