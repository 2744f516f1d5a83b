import type { PackageWriter } from './package-writer.ts';
import { scorm12Writer } from './scorm12/writer.ts';

export type PackageFormat = 'scorm12';

/** A new format is one more writer here. */
export const packageWriters: Readonly<Record<PackageFormat, PackageWriter>> = {
  scorm12: scorm12Writer,
};
