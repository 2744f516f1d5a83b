import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import { isZip } from '../../platform/zip/is-zip.ts';
import type { ZipLimits } from '../../platform/zip/zip-limits.ts';
import { openZip, type ZipArchive } from '../../platform/zip/zip-reader.ts';
import { readAicc } from './aicc/aicc-course.ts';
import { readCmi5 } from './cmi5/course-structure-file.ts';
import type { CourseDescription, CoursePackage } from './course-package.ts';
import { noFiles, packageFiles } from './package-files.ts';
import { type PackageLayout, packageLayout } from './package-layout.ts';
import { readManifest } from './scorm/manifest.ts';
import { readTincan } from './tincan/tincan-file.ts';
import { createWarnings, type Warn } from './warnings.ts';
import { MAX_XML_BYTES } from './xml/xml-tree.ts';

const LONGEST_TITLE = 400;
/** Characters of JSON; a course of a thousand items with sequencing takes two million. */
const LARGEST_STRUCTURE = 16 * 1024 * 1024;
const LIMITS: Partial<ZipLimits> = { entries: 20_000 };

/** A package that was looked over; its files can be read until it is closed. */
export interface OpenedPackage {
  course: CoursePackage;
  /** From the zip's name to the path in the course. */
  content: ReadonlyMap<string, string>;
  /** Undefined where the description came by itself. */
  zip: ZipArchive | undefined;
  close(): Promise<void>;
}

/**
 * Opens an untrusted file that is a course: a zip, or a cmi5 course structure by itself.
 * @param fileName names the course where it has no title
 * @throws {ImportRefusedError} as `openZip`, `packageLayout` and the readers of the descriptions
 */
export async function openPackage(path: string, fileName: string): Promise<OpenedPackage> {
  const { warn, list } = createWarnings();
  const toCourse = (description: CourseDescription, files: number): CoursePackage => {
    checkSize(description);
    return {
      ...description,
      title: titleOf(description.title, fileName),
      kind: description.structure.kind,
      warnings: list,
      files,
    };
  };
  if (!(await isZip(path))) {
    // A byte more than is taken tells that it is too large.
    const start = createReadStream(path, { end: MAX_XML_BYTES });
    const bytes = await buffer(start);
    const description = readCmi5(fileName, bytes, { files: noFiles, isBare: true, warn });
    const nothing = { content: new Map(), zip: undefined, close: async () => undefined };
    return { course: toCourse(description, 0), ...nothing };
  }
  const zip = await openZip(path, LIMITS);
  try {
    const layout = packageLayout(zip.entries.keys(), warn);
    const description = await readDescription(zip, layout, warn);
    const { content } = layout;
    return { course: toCourse(description, content.size), content, zip, close: zip.close };
  } catch (error) {
    await zip.close();
    throw error;
  }
}

async function readDescription(
  zip: ZipArchive,
  layout: PackageLayout,
  warn: Warn,
): Promise<CourseDescription> {
  const { kind, description } = layout;
  const files = packageFiles(layout.content.values());
  const bytes = await zip.read(description, MAX_XML_BYTES);
  if (kind === 'scorm') return readManifest(bytes, { files, warn });
  if (kind === 'tincan') return readTincan(bytes, { files, warn });
  if (kind === 'cmi5') return readCmi5(description, bytes, { files, isBare: false, warn });
  const part = aiccPart(zip, layout);
  const [au, des, cst, pre] = [
    await part('au'),
    await part('des'),
    await part('cst'),
    await part('pre'),
  ];
  if (!au || !des) {
    throw new ImportRefusedError(
      'invalid_aicc',
      `The AICC course "${description}" has no ${au ? '.des' : '.au'} file beside it.`,
    );
  }
  return readAicc({ crs: bytes, au, des, cst, pre }, { files, warn });
}

/** The file of the same name with another ending, else the only one with that ending. */
function aiccPart(zip: ZipArchive, { description, root }: PackageLayout) {
  const names = [...zip.entries.keys()].filter((name) => !name.slice(root.length).includes('/'));
  const stem = description.slice(0, -'crs'.length).toLowerCase();
  return async (ending: string): Promise<Buffer | undefined> => {
    const name =
      names.find((each) => each.toLowerCase() === stem + ending) ??
      names.find((each) => each.toLowerCase().endsWith(`.${ending}`));
    return name === undefined ? undefined : zip.read(name, MAX_XML_BYTES);
  };
}

/** A few lines of a manifest can define what thousands of items refer to. */
function checkSize({ structure }: CourseDescription): void {
  if (JSON.stringify(structure).length <= LARGEST_STRUCTURE) return;
  throw new ImportRefusedError(
    'too_large',
    `The structure of the course takes more than ${LARGEST_STRUCTURE} characters.`,
  );
}

function titleOf(title: string, fileName: string): string {
  return title.trim().slice(0, LONGEST_TITLE) || fileName.replace(/\.[^.]*$/, '') || 'Course';
}
