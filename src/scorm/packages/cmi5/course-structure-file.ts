import type { Cmi5Au, Cmi5Block, Cmi5Structure } from '../../courses/course-structure.ts';
import type { CourseDescription } from '../course-package.ts';
import { firstText } from '../language-map.ts';
import type { PackageFiles } from '../package-files.ts';
import type { Warn } from '../warnings.ts';
import { childOf, childrenOf, type XmlElement } from '../xml/xml-element.ts';
import { readXml } from '../xml/xml-tree.ts';
import { readAu } from './assignable-unit.ts';
import { invalidCmi5 } from './cmi5-refusal.ts';
import { checkContent, NAMESPACE } from './content-model.ts';
import { type Identifiers, identifiers, readObjectiveIds, readTexts } from './course-parts.ts';

const MAX_PARTS = 20_000;

interface Context {
  files: PackageFiles;
  /** Of a description that came by itself, whose URLs are absolute (cmi5 14.1). */
  isBare: boolean;
  ids: Identifiers;
  warn: Warn;
}

/**
 * Reads a cmi5 course structure (cmi5 13).
 * @throws {ImportRefusedError} `invalid_cmi5`, `unsafe_href`, `too_large`, and as `readXml`
 */
export function readCmi5(
  file: string,
  bytes: Buffer,
  { files, isBare, warn }: Omit<Context, 'ids'>,
): CourseDescription {
  const root = readXml(file, bytes, warn);
  if (root.name !== 'courseStructure') throw invalidCmi5(`its root is <${root.name}>`);
  if (root.uri !== NAMESPACE) {
    throw invalidCmi5(`its namespace is "${root.uri}", which is not that of cmi5`);
  }
  checkContent(root);
  const ids = identifiers();
  const course = childOf(root, 'course');
  if (!course) throw invalidCmi5('it has no <course>');
  const structure: Cmi5Structure = {
    kind: 'cmi5',
    id: ids.take(course),
    ...readTexts(course),
    objectives: childrenOf(childOf(root, 'objectives'), 'objective').map((element) => ({
      id: ids.takeObjective(element),
      ...readTexts(element),
    })),
    children: [],
  };
  structure.children = readChildren(root, { files, isBare, ids, warn });
  return {
    title: firstText(structure.title) ?? structure.id,
    description: firstText(structure.description) ?? null,
    language: Object.keys(structure.title).find((tag) => tag !== 'und') ?? null,
    structure,
  };
}

function readChildren(parent: XmlElement, context: Context): (Cmi5Block | Cmi5Au)[] {
  return parent.children.flatMap((element): (Cmi5Block | Cmi5Au)[] => {
    if (context.ids.count > MAX_PARTS) throw invalidCmi5(`it has more than ${MAX_PARTS} parts`);
    if (element.uri !== NAMESPACE) return [];
    if (element.name === 'block') return [readBlock(element, context)];
    return element.name === 'au' ? [readAu(element, context)] : [];
  });
}

function readBlock(element: XmlElement, context: Context): Cmi5Block {
  const id = context.ids.take(element);
  return {
    type: 'block',
    id,
    ...readTexts(element),
    objectiveIds: readObjectiveIds(element, context.ids),
    children: readChildren(element, context),
  };
}
