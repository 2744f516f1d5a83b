import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import type { LanguageMap, LaunchTarget, TincanActivity } from '../../courses/course-structure.ts';
import type { CourseDescription } from '../course-package.ts';
import { firstText, languageMap } from '../language-map.ts';
import { resolveHref } from '../launch-target.ts';
import type { PackageFiles } from '../package-files.ts';
import type { Warn } from '../warnings.ts';
import { attributeOf, childOf, childrenOf, lineOf, type XmlElement } from '../xml/xml-element.ts';
import { readXml } from '../xml/xml-tree.ts';

const FILE = 'tincan.xml';
const MAX_ACTIVITIES = 10_000;
const IRI = /^[a-z][a-z0-9+.-]*:\S+$/i;

/**
 * Reads the description of an xAPI package.
 * @throws {ImportRefusedError} `invalid_tincan`, `nothing_to_launch`, `unsafe_href`, and as `readXml`
 */
export function readTincan(
  bytes: Buffer,
  { files, warn }: { files: PackageFiles; warn: Warn },
): CourseDescription {
  const root = readXml(FILE, bytes, warn);
  const elements = childrenOf(childOf(root, 'activities'), 'activity');
  if (root.name !== 'tincan' || elements.length === 0) {
    throw new ImportRefusedError('invalid_tincan', `${FILE} lists no activities.`);
  }
  if (elements.length > MAX_ACTIVITIES) {
    throw new ImportRefusedError(
      'too_large',
      `${FILE} has more than ${MAX_ACTIVITIES} activities.`,
    );
  }
  const activities = uniqueActivities(elements, { files, warn });
  const entry = activities.find(({ launch }) => launch !== null);
  if (!entry) {
    throw new ImportRefusedError(
      'nothing_to_launch',
      `Nothing can be opened: no activity of ${FILE} has a page that is in the package.`,
    );
  }
  return {
    title: firstText(entry.name) ?? entry.id,
    description: firstText(entry.description) ?? null,
    language: Object.keys(entry.name).find((tag) => tag !== 'und') ?? null,
    structure: { kind: 'tincan', activities },
  };
}

function uniqueActivities(
  elements: XmlElement[],
  { files, warn }: { files: PackageFiles; warn: Warn },
): TincanActivity[] {
  const byId = new Map<string, TincanActivity>();
  for (const element of elements) {
    const id = attributeOf(element, 'id') ?? '';
    if (!IRI.test(id)) warn(`activity ${id}`, 'Its id is no absolute IRI; it was left out.');
    else if (byId.has(id)) warn(`activity ${id}`, 'It is there twice; the first was taken.');
    else byId.set(id, readActivity(element, id, { files, warn }));
  }
  return [...byId.values()];
}

function readActivity(
  element: XmlElement,
  id: string,
  { files, warn }: { files: PackageFiles; warn: Warn },
): TincanActivity {
  return {
    id,
    type: attributeOf(element, 'type') ?? '',
    name: textsOf(element, 'name'),
    description: textsOf(element, 'description'),
    launch: launchOf(element, id, { files, warn }),
  };
}

function textsOf(element: XmlElement, name: string): LanguageMap {
  return languageMap(
    childrenOf(element, name).map((each) => ({
      language: attributeOf(each, 'lang'),
      text: lineOf(each),
    })),
  );
}

function launchOf(
  element: XmlElement,
  id: string,
  { files, warn }: { files: PackageFiles; warn: Warn },
): LaunchTarget | null {
  const written = lineOf(childOf(element, 'launch'));
  if (written === undefined) return null;
  const resolved = resolveHref(files, written);
  if (resolved.type === 'file') return resolved.target;
  if (resolved.type === 'url') return { url: resolved.url };
  warn(`activity ${id}`, `Its file "${resolved.path}" is not in the package.`);
  return null;
}
