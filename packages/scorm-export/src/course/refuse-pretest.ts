import { PackageError } from '../package-error.ts';
import type { Course } from './course.ts';

/** For formats in which nothing can skip what is known already. */
export function refusePretest({ units }: Course, format: string): void {
  if (units.every(({ kind }) => kind !== 'pretest')) return;
  throw new PackageError(
    'unsupported-option',
    `${format} cannot skip chapters, so it has no pretest. SCORM 2004 can.`,
  );
}
