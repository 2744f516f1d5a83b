import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import type { ScormResource } from '../../courses/course-structure.ts';
import { resolveHref } from '../launch-target.ts';
import type { PackageFiles } from '../package-files.ts';
import type { Warn } from '../warnings.ts';
import { attributeOf, childrenOf, type XmlElement } from '../xml/xml-element.ts';

export interface Resources {
  /** What an item opens; undefined, with a warning, where nothing can be opened. */
  find(identifier: string, at: string): ScormResource | undefined;
  /** Everything that can be opened, in the manifest's order. */
  all: ScormResource[];
}

/**
 * Reads the resources of a manifest, and of the manifests in it.
 * @throws {ImportRefusedError} `unsafe_href`, `external_href`
 */
export function readResources(
  manifest: XmlElement,
  { files, warn }: { files: PackageFiles; warn: Warn },
): Resources {
  const known = new Map<string, ScormResource | undefined>();
  for (const { element, base } of resourceElements(manifest, '')) {
    const identifier = attributeOf(element, 'identifier') ?? '';
    if (known.get(identifier)) continue;
    known.set(identifier, readResource({ element, base, identifier, files, warn }));
  }
  return {
    find: (identifier, at) => {
      const resource = known.get(identifier);
      if (!known.has(identifier)) {
        warn(at, `It refers to the resource "${identifier}", which the manifest does not have.`);
      } else if (!resource) warn(at, `Its resource "${identifier}" names no file to open.`);
      return resource;
    },
    all: [...known.values()].filter((resource) => resource !== undefined),
  };
}

interface Based {
  element: XmlElement;
  /** Path from the package's root. */
  base: string;
}

function resourceElements(manifest: XmlElement, outer: string): Based[] {
  const base = outer + baseOf(manifest);
  const own = childrenOf(manifest, 'resources').flatMap((group) =>
    childrenOf(group, 'resource').map((element) => ({
      element,
      base: base + baseOf(group) + baseOf(element),
    })),
  );
  const inner = childrenOf(manifest, 'manifest').flatMap((each) => resourceElements(each, base));
  return [...own, ...inner];
}

/** xml:base is a path that ends in a slash (CAM 3.4.3); some leave the slash out. */
function baseOf(element: XmlElement): string {
  const base = attributeOf(element, 'base') ?? '';
  return base === '' || base.endsWith('/') ? base : `${base}/`;
}

function readResource({
  element,
  base,
  identifier,
  files,
  warn,
}: Based & { identifier: string; files: PackageFiles; warn: Warn }): ScormResource | undefined {
  const at = `resource ${identifier}`;
  const href = attributeOf(element, 'href');
  if (!href) return undefined;
  const resolved = resolveHref(files, href, base);
  if (resolved.type === 'url') throw external(identifier, resolved.url);
  if (resolved.type === 'missing') {
    warn(at, `Its file "${resolved.path}" is not in the package.`);
    return undefined;
  }
  const scormType = attributeOf(element, 'scormType')?.toLowerCase();
  return {
    identifier,
    scormType: scormType === 'sco' ? 'sco' : 'asset',
    target: resolved.target,
  };
}

/** Content on another host could not reach the run-time API, and nobody here answers for it. */
function external(identifier: string, url: string): ImportRefusedError {
  return new ImportRefusedError(
    'external_href',
    `The resource "${identifier}" lies outside the package, at ${url.slice(0, 200)}. The hub plays only what is in a SCORM package.`,
  );
}
