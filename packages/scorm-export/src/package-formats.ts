import type { PackageWriter } from './package-writer.ts';
import { scorm12Writer } from './scorm12/writer.ts';
import { scorm2004Writer } from './scorm2004/writer.ts';
import { cmi5Writer } from './xapi/cmi5-writer.ts';
import { tincanWriter } from './xapi/tincan-writer.ts';

/** Those that bring the player along. */
export const coursePackageFormats = [
  'scorm12',
  'scorm2004-3',
  'scorm2004-4',
  'cmi5',
  'xapi',
] as const;
export type CoursePackageFormat = (typeof coursePackageFormats)[number];

/** QTI has questions only, for a platform's own player. */
export const packageFormats = [...coursePackageFormats, 'qti3'] as const;
export type PackageFormat = (typeof packageFormats)[number];

/** A new format is one more writer here. */
export const packageWriters: Readonly<Record<CoursePackageFormat, PackageWriter>> = {
  scorm12: scorm12Writer,
  'scorm2004-3': scorm2004Writer(3),
  'scorm2004-4': scorm2004Writer(4),
  cmi5: cmi5Writer,
  xapi: tincanWriter,
};
