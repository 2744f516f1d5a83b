import { DomainError } from '../../core/domain-error.ts';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import type { JobHandler } from '../../platform/jobs/job.ts';
import { deleteMarkedCourse, listCourseBlobs, markCourseDeleted } from './course.store.ts';

const kind = 'course.delete';

/**
 * From here on the course is gone for everybody; its content goes when a job has run.
 * @throws {DomainError} `not_found`
 */
export async function deleteCourse(db: TenantDb, courseId: string): Promise<void> {
  if (!(await markCourseDeleted(db, courseId))) {
    throw new DomainError('not_found', 'There is no such course.');
  }
  await enqueue(db, { kind, payload: { courseId }, key: courseId });
}

/** Deletes the content first, so that nothing is left of which nobody knows. */
export function courseDeletionHandler({
  database,
  blobs,
}: {
  database: Database;
  blobs: Blobs;
}): JobHandler {
  return {
    kind,
    maxAttempts: 10,
    run: async ({ tenantId, payload }, { signal, complete }) => {
      const { courseId } = payload as { courseId: string };
      const contents = await database.read(tenantId, (db) => listCourseBlobs(db, courseId));
      for (const sha256 of contents) {
        signal.throwIfAborted();
        await blobs.delete({ tenantId, jobId: courseId }, sha256);
      }
      await complete((db) => deleteMarkedCourse(db, courseId));
    },
  };
}
