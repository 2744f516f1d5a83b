import type { ContentBatch } from '../../../core/decks/importing/content-batch.ts';
import type { ThreadFailure } from '../../../platform/files/thread-failure.ts';
import type { CoursePackage } from '../course-package.ts';
import type { UnpackedFile } from '../unpack.ts';

/** What a thread is started for: it does one task and ends. */
export interface PackageTask {
  task: 'inspect' | 'unpack' | 'pages';
  path: string;
  fileName: string;
  workDir: string;
}

/** `course` comes first; the thread goes on when each has been answered. */
export type FromThread =
  | { type: 'course'; course: CoursePackage }
  | { type: 'files'; files: UnpackedFile[] }
  | { type: 'content'; batch: ContentBatch }
  | { type: 'done' }
  | ThreadFailure;
