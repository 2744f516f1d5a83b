import type { CourseWarning } from '../courses/course-structure.ts';
import { type PackageFiles, packageFiles } from './package-files.ts';
import { createWarnings, type Warn } from './warnings.ts';

/** What a reader of a description is given, with the warnings that it gave. */
export interface TestReading {
  files: PackageFiles;
  warn: Warn;
  warnings: CourseWarning[];
}

export function testReading(...paths: string[]): TestReading {
  const { warn, list } = createWarnings();
  return { files: packageFiles(paths), warn, warnings: list };
}

/** The code and text of the refusal that `read` ends with. */
export function refusalOf(read: () => unknown): { code: string; message: string } {
  try {
    read();
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return { code: String(error.code), message: error.message };
    }
    throw error;
  }
  return { code: 'none', message: 'it was read' };
}
