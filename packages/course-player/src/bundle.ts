import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute paths of the built page's files. */
export interface CoursePlayerFiles {
  'scorm12.js': string;
  'scorm2004.js': string;
  'course-player.css': string;
}

/** @throws Error when the package has not been built. */
export function coursePlayerFiles(): CoursePlayerFiles {
  // Right from src/bundle.ts as well as from dist/bundle.js.
  const file = (name: string) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
  const files = {
    'scorm12.js': file('scorm12.js'),
    'scorm2004.js': file('scorm2004.js'),
    'course-player.css': file('course-player.css'),
  };
  if (!Object.values(files).every(existsSync)) {
    throw new Error(
      'The course player is not built: run `npm run build -w @crosswalk/course-player`.',
    );
  }
  return files;
}
