import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { Warn } from './warnings.ts';

/** What describes a course, in the order in which they are preferred where a package has several. */
const DESCRIPTIONS = [
  { kind: 'cmi5', pattern: /^cmi5\.xml$/i },
  { kind: 'scorm', pattern: /^imsmanifest\.xml$/i },
  { kind: 'tincan', pattern: /^tincan\.xml$/i },
  { kind: 'aicc', pattern: /^[^/]+\.crs$/i },
] as const;

/** What systems add to a zip without being asked. */
const DEBRIS = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i;

export interface PackageLayout {
  kind: (typeof DESCRIPTIONS)[number]['kind'];
  /** The describing file as the zip spells it. */
  description: string;
  /** The folder that everything lies in: empty, or ending in a slash. */
  root: string;
  /** From the zip's name to that below the root, of everything that belongs to the course. */
  content: Map<string, string>;
}

/**
 * Finds what describes the course: at the root of the zip, or in the one folder that all of it lies
 * in, as happens when a folder is zipped instead of what is in it.
 * @throws {ImportRefusedError} `no_description`
 */
export function packageLayout(names: Iterable<string>, warn: Warn): PackageLayout {
  const own = [...names].filter((name) => !DEBRIS.test(name));
  const folder = commonFolder(own);
  for (const root of folder === '' ? [''] : ['', folder]) {
    for (const { kind, pattern } of DESCRIPTIONS) {
      // cmi5 14.1.1 has its description at the root and nowhere else.
      if (root !== '' && kind === 'cmi5') continue;
      const found = own.filter((name) => pattern.test(name.slice(root.length))).sort();
      const [description] = found;
      if (description === undefined) continue;
      if (root !== '')
        warn('the zip', `Everything lies in the folder "${root}"; it was taken from there.`);
      if (found.length > 1)
        warn('the zip', `It holds ${found.length} courses; "${description}" was taken.`);
      return { kind, description, root, content: belowRoot(own, root) };
    }
  }
  throw new ImportRefusedError(
    'no_description',
    'The zip does not tell what its course is: there is no imsmanifest.xml, cmi5.xml, tincan.xml or .crs file at its root.',
  );
}

function commonFolder(names: string[]): string {
  const [first = ''] = names;
  const folder = first.slice(0, first.indexOf('/') + 1);
  return folder !== '' && names.every((name) => name.startsWith(folder)) ? folder : '';
}

function belowRoot(names: string[], root: string): Map<string, string> {
  return new Map(
    names.map((name) => {
      const parts = name.slice(root.length).split('/');
      return [name, parts.filter((part) => part !== '' && part !== '.').join('/')];
    }),
  );
}
