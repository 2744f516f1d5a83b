import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import type {
  Activity,
  Scorm12Item,
  Scorm12Structure,
  Scorm2004Item,
  Scorm2004Structure,
} from '../../courses/course-structure.ts';
import type { CourseDescription } from '../course-package.ts';
import type { PackageFiles } from '../package-files.ts';
import type { SequencingCollection } from '../sequencing/read-sequencing.ts';
import { schemaValues } from '../sequencing/schema-values.ts';
import type { Warn } from '../warnings.ts';
import { attributeOf, childOf, childrenOf, lineOf, type XmlElement } from '../xml/xml-element.ts';
import { readXml } from '../xml/xml-tree.ts';
import { readActivityTree, type TreeContext } from './activity-tree.ts';
import { type Edition, editionOf } from './edition.ts';
import { learningMetadata } from './learning-metadata.ts';
import { nothingToLaunch, organizationOf } from './organization.ts';
import { readResources } from './resources.ts';
import { scorm12Item } from './scorm12-item.ts';
import { scorm2004Item } from './scorm2004-item.ts';

const FILE = 'imsmanifest.xml';

/**
 * Reads the manifest of a SCORM package, whatever its edition.
 * @throws {ImportRefusedError} as `readXml`, `readResources` and `readActivityTree`, and
 * `invalid_manifest`, `nothing_to_launch`
 */
export function readManifest(
  bytes: Buffer,
  { files, warn }: { files: PackageFiles; warn: Warn },
): CourseDescription {
  const manifest = readXml(FILE, bytes, warn);
  if (manifest.name.toLowerCase() !== 'manifest') {
    throw new ImportRefusedError(
      'invalid_manifest',
      `${FILE} is no manifest: its root is <${manifest.name}>.`,
    );
  }
  const edition = editionOf(manifest, FILE, warn);
  const resources = readResources(manifest, { files, warn });
  const organization = organizationOf(manifest, { file: FILE, resources, warn });
  const tree = { manifest, organization, context: { resources, warn } };
  const structure = edition === '1.2' ? scorm12(tree) : scorm2004({ ...tree, edition });
  if (!isLaunchable(structure.organization)) throw nothingToLaunch(FILE);
  return {
    title: titleOf(organization, structure),
    ...learningMetadata(manifest),
    structure,
  };
}

interface Tree {
  manifest: XmlElement;
  organization: XmlElement;
  context: TreeContext;
}

function scorm12({ manifest, organization, context }: Tree): Scorm12Structure {
  return {
    kind: 'scorm12',
    ...identityOf(manifest),
    organization: readActivityTree<Scorm12Item>(organization, context, (part, element) =>
      scorm12Item(part, element, context.warn),
    ),
  };
}

function scorm2004({
  manifest,
  organization,
  context,
  edition,
}: Tree & { edition: Exclude<Edition, '1.2'> }): Scorm2004Structure {
  const { warn } = context;
  const values = schemaValues(organization, { at: 'organization', warn });
  const collection = sequencingCollection(manifest);
  return {
    kind: 'scorm2004',
    edition,
    ...identityOf(manifest),
    objectivesGlobalToSystem: values.boolean('objectivesGlobalToSystem', true),
    sharedDataGlobalToSystem: values.boolean('sharedDataGlobalToSystem', true),
    organization: readActivityTree<Scorm2004Item>(organization, context, (part, element) =>
      scorm2004Item(part, element, { collection, warn }),
    ),
  };
}

function identityOf(manifest: XmlElement): { identifier: string; version: string | null } {
  return {
    identifier: attributeOf(manifest, 'identifier') ?? '',
    version: attributeOf(manifest, 'version') || null,
  };
}

function sequencingCollection(manifest: XmlElement): SequencingCollection {
  const definitions = childrenOf(childOf(manifest, 'sequencingCollection'), 'sequencing');
  return new Map(definitions.map((each) => [attributeOf(each, 'ID') ?? '', each]));
}

function isLaunchable<Item extends Activity<Item>>({ resource, children }: Item): boolean {
  return resource !== null || children.some((child) => isLaunchable(child));
}

/** Without a title of its own, the course is called as its only item; empty where that has none. */
function titleOf(
  organization: XmlElement,
  structure: Scorm12Structure | Scorm2004Structure,
): string {
  const written = lineOf(childOf(organization, 'title'));
  if (written) return written;
  const [first, second] = structure.organization.children;
  return first && !second && first.title !== first.identifier ? first.title : '';
}
