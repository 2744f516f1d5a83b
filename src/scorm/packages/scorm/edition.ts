import type { Warn } from '../warnings.ts';
import { childOf, lineOf, type XmlElement } from '../xml/xml-element.ts';

export type Edition = '1.2' | '2nd' | '3rd' | '4th';

const BY_VERSION: [pattern: RegExp, edition: Edition][] = [
  [/^1\.[012]\b/, '1.2'],
  [/4th/i, '4th'],
  [/3rd/i, '3rd'],
  // Of the 2nd edition, and the 1st, which differs in nothing that is read here.
  [/1\.3|2nd|2004/i, '2nd'],
];
const NAMESPACE_12 = /adlcp_rootv1p2|imscp_rootv1p1p2/i;
const NAMESPACE_2004 = /adlcp_v1p3|imscp_v1p1$/i;

/** Which SCORM a manifest follows: as its schemaversion says, else as its namespaces do. */
export function editionOf(manifest: XmlElement, file: string, warn: Warn): Edition {
  const version = lineOf(childOf(childOf(manifest, 'metadata'), 'schemaversion'));
  const told = BY_VERSION.find(([pattern]) => version !== undefined && pattern.test(version));
  if (told) return told[1];
  const edition = byNamespace(manifest);
  const shown = edition === '1.2' ? 'SCORM 1.2' : `SCORM 2004 ${edition} Edition`;
  warn(
    file,
    version === undefined
      ? `It does not say which version of SCORM it follows; it was taken for ${shown}.`
      : `It follows "${version}", which is no version of SCORM; it was taken for ${shown}.`,
  );
  return edition;
}

function byNamespace(manifest: XmlElement): Edition {
  const pending = [manifest];
  for (let element = pending.pop(); element; element = pending.pop()) {
    if (NAMESPACE_12.test(element.uri)) return '1.2';
    if (NAMESPACE_2004.test(element.uri)) return '3rd';
    pending.push(...element.children);
  }
  return '1.2';
}
