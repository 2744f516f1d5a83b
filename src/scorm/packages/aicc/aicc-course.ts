import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import type { AiccAu, AiccBlock } from '../../courses/course-structure.ts';
import type { CourseDescription } from '../course-package.ts';
import type { PackageFiles } from '../package-files.ts';
import { plainText } from '../plain-text.ts';
import type { Warn } from '../warnings.ts';
import { type AiccRecord, aiccRecords, aiccSections, settingOf } from './aicc-text.ts';
import { assignableUnits } from './assignable-units.ts';
import { courseTree } from './course-tree.ts';

/** The files of an AICC course (CMI001 5), which have one name and these endings. */
export interface AiccFiles {
  /** Course: title, identity, number of units. */
  crs: Buffer;
  /** Assignable units. */
  au: Buffer;
  /** Descriptors: titles. */
  des: Buffer;
  /** Structure: what belongs to which block. */
  cst: Buffer | undefined;
  /** Prerequisites. */
  pre: Buffer | undefined;
}

/**
 * Reads the description of an AICC course, leniently.
 * @throws {ImportRefusedError} `invalid_aicc`, `nothing_to_launch`, `unsafe_href`
 */
export function readAicc(
  source: AiccFiles,
  { files, warn }: { files: PackageFiles; warn: Warn },
): CourseDescription {
  const sections = aiccSections(plainText(source.crs));
  const course = sections.get('course');
  if (!course) throw new ImportRefusedError('invalid_aicc', 'The .crs file has no [Course].');
  const descriptors = bySystemId(aiccRecords('the .des file', plainText(source.des)));
  const units = assignableUnits({
    records: aiccRecords('the .au file', plainText(source.au)),
    descriptors,
    prerequisites: prerequisitesOf(source.pre),
    files,
    warn,
  });
  if (units.size === 0) {
    throw new ImportRefusedError(
      'nothing_to_launch',
      'Nothing can be opened: the .au file names no page that is in the package.',
    );
  }
  const children: (AiccBlock | AiccAu)[] = source.cst
    ? courseTree(plainText(source.cst), { units, descriptors, warn })
    : [...units.values()];
  return {
    title: settingOf(course, 'course_title') ?? settingOf(course, 'course_id') ?? '',
    description: sections.get('course_description')?.join(' ').slice(0, 2000) || null,
    language: null,
    structure: {
      kind: 'aicc',
      identifier: settingOf(course, 'course_id') ?? '',
      version: settingOf(course, 'version') ?? null,
      children,
    },
  };
}

function bySystemId(records: AiccRecord[]): Map<string, AiccRecord> {
  return new Map(records.map((record) => [(record('system_id') ?? '').toLowerCase(), record]));
}

function prerequisitesOf(pre: Buffer | undefined): Map<string, string> {
  if (!pre) return new Map();
  return new Map(
    aiccRecords('the .pre file', plainText(pre)).flatMap((record): [string, string][] => {
      const [element, rule] = [record('structure_element'), record('prerequisite')];
      return element && rule ? [[element.toLowerCase(), rule]] : [];
    }),
  );
}
