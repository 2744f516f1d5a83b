import type { Course } from './course/course.ts';
import type { LaunchData } from './course/launch-page.ts';
import type { PackageFile } from './package-file.ts';

/**
 * What a package format adds to the player, the units and their media, which are the same in all.
 */
export interface PackageWriter {
  launchData(course: Course): LaunchData;
  /** Documents that the format wants beside its manifest, such as schemas and metadata. */
  controlDocuments(course: Course): PackageFile[];
  /**
   * The manifest; `names` are all other files of the package, sorted.
   * @throws PackageError when the format cannot say what the course asks for.
   */
  manifest(course: Course, names: readonly string[]): PackageFile;
}
