import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { PackageTarget } from '../courses/course-structure.ts';
import type { PackageFiles } from './package-files.ts';

const HAS_SCHEME = /^([a-z][a-z0-9+.-]*:|\/\/)/i;

/** What an href of a package's description means. */
export type Href =
  | { type: 'file'; target: PackageTarget }
  | { type: 'missing'; path: string }
  | { type: 'url'; url: string };

/**
 * Resolves an href against its base, which is relative to the package, too (RFC 3986 5).
 * @throws {ImportRefusedError} `unsafe_href` for what leaves the package, or is neither a file of it
 * nor http(s)
 */
export function resolveHref(files: PackageFiles, href: string, base = ''): Href {
  const written = (HAS_SCHEME.test(href) ? href : base + href).trim();
  if (HAS_SCHEME.test(written)) return { type: 'url', url: webUrl(written) };
  const [, path = '', suffix = ''] = /^([^?#]*)(.*)$/s.exec(written.replaceAll('\\', '/')) ?? [];
  // A name may hold a percent sign itself, so as written it goes first.
  const names = [path, decoded(path)].map((name) => insidePackage(name, href));
  const found = names.map((name) => files.find(name)).find((name) => name !== undefined);
  if (found === undefined) return { type: 'missing', path: names[1] ?? path };
  return { type: 'file', target: { path: found, suffix: safeSuffix(suffix) } };
}

function webUrl(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url.href;
  throw unsafe(written);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function insidePackage(path: string, href: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) throw unsafe(href);
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function unsafe(href: string): ImportRefusedError {
  return new ImportRefusedError(
    'unsafe_href',
    `The package refers to ${JSON.stringify(href.slice(0, 200))}, which is neither a file of it nor a plain web address.`,
  );
}

/** Query and fragment, with what may not stand in a URL percent-encoded. */
function safeSuffix(suffix: string): string {
  if (suffix === '') return '';
  const { search, hash } = new URL(suffix, 'https://package.invalid/');
  return search + hash;
}

/** Adds an item's parameters to a resource's target (SCORM 2004 4th edition CAM 3.4.1.1.3). */
export function withParameters(target: PackageTarget, parameters: string): PackageTarget {
  const added = parameters.replace(/^[?&]+/, '');
  if (added === '') return target;
  const [, query = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(target.suffix) ?? [];
  if (added.startsWith('#')) {
    return fragment ? target : { ...target, suffix: query + safeSuffix(added) };
  }
  return { ...target, suffix: safeSuffix(`${query}${query ? '&' : '?'}${added}${fragment}`) };
}
