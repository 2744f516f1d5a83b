/** A page of a list and the headers that lead to the next one. */
export interface Page<T> {
  items: T[];
  headers: Record<string, string>;
}

interface PageOptions {
  perPage: number;
  style: 'rfc8288' | 'curly';
  /** Links beside `next`. */
  links?: Record<string, string>;
}

/** RFC 8288. The position is opaque for tools and travels in `page`. */
export function pageOf<T>(all: readonly T[], url: URL, options: PageOptions): Page<T> {
  const start = Number(url.searchParams.get('page') ?? 0);
  const end = start + options.perPage;
  const links = Object.entries(options.links ?? {}).map(
    ([rel, target]) => `<${target}>; rel="${rel}"`,
  );
  if (end < all.length) links.unshift(nextLink(url, end, options.style));
  return {
    items: all.slice(start, end),
    headers: links.length > 0 ? { Link: links.join(', ') } : {},
  };
}

function nextLink(url: URL, position: number, style: PageOptions['style']): string {
  const next = new URL(url);
  next.searchParams.set('page', String(position));
  if (style === 'rfc8288') return `<${next.href}>; rel="next"`;
  // Moodle 5.1 sends these as UTF-8 bytes, which a header carries as Latin-1.
  const quotes = Buffer.from('“next”', 'utf8').toString('latin1');
  return `<${next.href.replaceAll('&', '&amp;')}>; rel=${quotes}`;
}
