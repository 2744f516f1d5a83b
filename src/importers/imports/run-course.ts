import { createContentImport } from '../../core/decks/content-import.ts';
import {
  addProblem,
  createImportReport,
  type ImportReport,
} from '../../core/decks/importing/import-report.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Job, JobContext } from '../../platform/jobs/job.ts';
import { finishImport } from './finish-import.ts';
import type { ImportJob } from './import-job.store.ts';
import { createMeter } from './import-meter.ts';
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

/** Imports a package that is a course: it is there as a whole when the import has succeeded. */
export async function runCourse(run: CourseRun): Promise<void> {
  const { deps, job, ctx, found, path, workDir } = run;
  const { fileName, fileHash, createdAt } = found;
  const meter = createMeter(ctx, found, createImportReport());
  // First: what is unpacked is nobody's until it is stored, and nothing may fail in between.
  const report = found.options.pages === 'deck' ? await importPages(run) : createImportReport();
  let told = 0;
  const course = await deps.courses.unpack({
    ...{ path, workDir, fileName, fileHash, attempt: job.attempt, signal: ctx.signal },
    ...{ tenantId: job.tenantId, importId: found.id, importedAt: createdAt.getTime() },
    onProgress: async (files) => {
      const by = files - told;
      told = files;
      await meter.advance(by);
    },
  });
  report.courseId = course.courseId;
  report.media[course.isNew ? 'new' : 'unchanged'] += course.files;
  for (const warning of course.warnings) addProblem(report, warning);
  await finishImport(ctx, { found, report, store: course.store });
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
