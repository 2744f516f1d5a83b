import type { Blobs } from '../../platform/blobs/blobs.ts';
import type { UnpackedFile } from '../packages/unpack.ts';

/** Files that are stored at the same time: each waits for the disk. */
const AT_ONCE = 8;

/** The blobs of one course, which are nobody else's. */
export interface CourseContent {
  courseId: string;
  /** Takes the temporary files over. */
  keep(files: readonly UnpackedFile[]): Promise<void>;
  /** Deletes the given ones, or all that were kept here. */
  discard(files?: readonly { sha256: string }[]): Promise<void>;
}

export function courseContent(blobs: Blobs, tenantId: string, courseId: string): CourseContent {
  const owner = { tenantId, jobId: courseId };
  const kept = new Map<string, { sha256: string }>();
  return {
    courseId,
    async keep(files) {
      for (const file of files) kept.set(file.sha256, file);
      await eachOf(files, async ({ temporary, sha256 }) => {
        await blobs.putFile(owner, temporary, sha256);
      });
    },
    discard: (files = [...kept.values()]) =>
      eachOf(files, ({ sha256 }) => blobs.delete(owner, sha256)),
  };
}

/** All are settled when it resolves or throws, so that nothing is stored behind a caller's back. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const run = async () => {
    for (const item of waiting) await work(item);
  };
  const runs = await Promise.allSettled(Array.from({ length: AT_ONCE }, run));
  const failed = runs.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
