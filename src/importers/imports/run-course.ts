import { createContentImport } from '../../core/decks/content-import.ts';
import { createImportReport, type ImportReport } from '../../core/decks/importing/import-report.ts';
import { emit } from '../../core/events/emit.store.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Job, JobContext } from '../../platform/jobs/job.ts';
import { type ImportJob, updateImport } from './import-job.store.ts';
import type { ImportDeps } from './start-import.ts';

interface CourseRun {
  deps: ImportDeps;
  /** Guarded by the lease of the job. */
  database: Database;
  job: Job;
  ctx: JobContext;
  found: ImportJob;
  path: string;
  workDir: string;
}

const PROGRESS_MS = 500;

/** Imports a package that is a course: it is there as a whole when the import has succeeded. */
export async function runCourse(run: CourseRun): Promise<void> {
  const { deps, job, ctx, found, path, workDir } = run;
  const { fileName, fileHash, createdAt } = found;
  const course = await deps.courses.unpack({
    ...{ path, workDir, fileName, fileHash, attempt: job.attempt, signal: ctx.signal },
    ...{ tenantId: job.tenantId, importId: found.id, importedAt: createdAt.getTime() },
    onProgress: createMeter(ctx, found),
  });
  const report = found.options.pages === 'deck' ? await importPages(run) : createImportReport();
  report.courseId = course.courseId;
  report.media[course.isNew ? 'new' : 'unchanged'] += course.files;
  report.problems = [...course.warnings, ...report.problems];
  report.problemCount += course.warnings.length;
  await ctx.complete(async (db) => {
    await course.store(db);
    const { total } = found.progress;
    const progress = { phase: 'done', done: total, total } as const;
    await updateImport(db, found.id, { status: 'succeeded', progress, report });
    const payload = { importId: found.id, deckIds: report.deckIds, courseId: course.courseId };
    await emit(db, { type: 'import.completed', subject: found.id, payload });
  });
}

function createMeter(ctx: JobContext, found: ImportJob): (done: number) => Promise<void> {
  const report = createImportReport();
  let storedAt = 0;
  return async (done) => {
    if (Date.now() - storedAt < PROGRESS_MS) return;
    storedAt = Date.now();
    const progress = { ...found.progress, phase: 'reading' as const, done };
    await ctx.transact((db) => updateImport(db, found.id, { status: 'running', progress, report }));
  };
}

/** The deck of the course's pages; the keys of its atoms are the package's own. */
async function importPages({
  deps,
  database,
  job: { tenantId },
  ctx,
  found: { fileName, fileHash, options },
  path,
  workDir,
}: CourseRun): Promise<ImportReport> {
  const content = await createContentImport({
    database,
    tenantId,
    system: `course:${fileHash}`,
    putMedia: async (media) => {
      await deps.blobs.putFile(tenantId, media.path, media.sha256);
    },
    deckId: options.deckId ?? undefined,
  });
  for await (const batch of deps.courses.pages({ path, fileName, workDir }, ctx.signal)) {
    await content.apply(batch);
  }
  return content.finish();
}
