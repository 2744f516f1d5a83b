import type { Blobs } from '../../platform/blobs/blobs.ts';
import { deterministicUuid } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import type { CoursePackage } from '../packages/course-package.ts';
import { inspectPackage, readPackage, readPages } from '../packages/worker/package-thread.ts';
import { type CourseFile, findCourseByFile, insertCourse } from './course.store.ts';
import { type CourseContent, courseContent } from './course-content.ts';
import type { CourseWarning } from './course-structure.ts';

interface Package {
  path: string;
  fileName: string;
  workDir: string;
}

interface PackageImport extends Package {
  tenantId: string;
  importId: string;
  importedAt: number;
  fileHash: string;
  attempt: number;
  signal: AbortSignal;
  onProgress(files: number): Promise<void>;
}

interface ImportedCourse {
  courseId: string;
  files: number;
  isNew: boolean;
  warnings: (CourseWarning & { severity: 'warning' })[];
  store(db: TenantDb): Promise<void>;
}

/** Takes packages over as courses. A package that is a course already changes nothing. */
export function createCourseImporter({ database, blobs }: { database: Database; blobs: Blobs }) {
  return {
    inspect: (file: Package) => inspectPackage(file),
    pages: readPages,
    async unpack(request: PackageImport): Promise<ImportedCourse> {
      const { tenantId, fileHash } = request;
      const known = await database.read(tenantId, (db) => findCourseByFile(db, fileHash));
      if (known) {
        const { id, files, warnings } = known;
        const store = async () => undefined;
        return { courseId: id, files, isNew: false, warnings: asProblems(warnings), store };
      }
      const content = courseContent(blobs, tenantId, courseIdOf(request, request.attempt));
      try {
        return await importNew(request, content, earlierAttempts(blobs, request));
      } catch (error) {
        await content.discard();
        throw error;
      }
    },
  };
}

/** Each attempt has an id of its own: one that counts as lost may still be storing files. */
function courseIdOf({ importedAt, importId }: PackageImport, attempt: number): string {
  return deterministicUuid(importedAt, 'course', importId, attempt);
}

function earlierAttempts(blobs: Blobs, request: PackageImport): CourseContent[] {
  return Array.from({ length: request.attempt - 1 }, (_, index) =>
    courseContent(blobs, request.tenantId, courseIdOf(request, index + 1)),
  );
}

async function importNew(
  request: PackageImport,
  content: CourseContent,
  earlier: CourseContent[],
): Promise<ImportedCourse> {
  let course: CoursePackage | undefined;
  const files: CourseFile[] = [];
  const { path, fileName, workDir, fileHash } = request;
  for await (const part of readPackage({ path, fileName, workDir }, request.signal)) {
    if ('course' in part) course = part.course;
    else {
      await content.keep(part.files);
      for (const { discard } of earlier) await discard(part.files);
      files.push(...part.files.map(({ temporary: _, ...file }) => file));
      await request.onProgress(files.length);
    }
  }
  if (!course) throw new Error('the package was not described');
  const { files: _, ...described } = course;
  return {
    courseId: content.courseId,
    files: files.length,
    isNew: true,
    warnings: asProblems(course.warnings),
    store: (db) =>
      insertCourse(db, { ...described, id: content.courseId, fileName, fileHash }, files),
  };
}

function asProblems(warnings: CourseWarning[]): ImportedCourse['warnings'] {
  return warnings.map((warning) => ({ ...warning, severity: 'warning' }));
}
