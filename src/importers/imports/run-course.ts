import { createImportReport } from '../../core/decks/importing/import-report.ts';
import { emit } from '../../core/events/emit.store.ts';
import type { Job, JobContext } from '../../platform/jobs/job.ts';
import type { CourseImporter } from './course-importer.ts';
import { type ImportJob, updateImport } from './import-job.store.ts';

interface CourseRun {
  courses: CourseImporter;
  job: Job;
  ctx: JobContext;
  found: ImportJob;
  path: string;
  workDir: string;
}

const PROGRESS_MS = 500;

/** Imports a package that is a course: it is there as a whole when the import has succeeded. */
export async function runCourse({
  courses,
  job,
  ctx,
  found,
  path,
  workDir,
}: CourseRun): Promise<void> {
  const report = createImportReport();
  let storedAt = 0;
  const onProgress = async (done: number) => {
    if (Date.now() - storedAt < PROGRESS_MS) return;
    storedAt = Date.now();
    const progress = { ...found.progress, phase: 'reading' as const, done };
    await ctx.transact((db) => updateImport(db, found.id, { status: 'running', progress, report }));
  };
  const course = await courses.unpack({
    ...{ path, workDir, fileName: found.fileName, fileHash: found.fileHash },
    ...{ tenantId: job.tenantId, importId: found.id, importedAt: found.createdAt.getTime() },
    ...{ attempt: job.attempt, signal: ctx.signal, onProgress },
  });
  report.courseId = course.courseId;
  report.media[course.isNew ? 'new' : 'unchanged'] = course.files;
  report.problems = course.warnings;
  report.problemCount = course.warnings.length;
  const { total } = found.progress;
  await ctx.complete(async (db) => {
    await course.store(db);
    const progress = { phase: 'done', done: total, total } as const;
    await updateImport(db, found.id, { status: 'succeeded', progress, report });
    const payload = { importId: found.id, deckIds: [], courseId: course.courseId };
    await emit(db, { type: 'import.completed', subject: found.id, payload });
  });
}
