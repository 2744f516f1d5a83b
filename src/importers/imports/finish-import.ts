import type { ImportReport } from '../../core/decks/importing/import-report.ts';
import { emit } from '../../core/events/emit.store.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { JobContext } from '../../platform/jobs/job.ts';
import { type ImportJob, updateImport } from './import-job.store.ts';

interface Finished {
  found: ImportJob;
  report: ImportReport;
  /** Stored along with it. */
  store?: (db: TenantDb) => Promise<void>;
  /** Nothing was imported, only looked at. */
  isPlan?: boolean;
}

/** The import has succeeded, and ends its job. */
export async function finishImport(
  ctx: JobContext,
  { found, report, store, isPlan }: Finished,
): Promise<void> {
  await ctx.complete(async (db) => {
    await store?.(db);
    const { total } = found.progress;
    const progress = { phase: 'done', done: total, total } as const;
    await updateImport(db, found.id, { status: 'succeeded', progress, report });
    if (isPlan) return;
    const { deckIds, courseId } = report;
    const payload = { importId: found.id, deckIds, ...(courseId && { courseId }) };
    await emit(db, { type: 'import.completed', subject: found.id, payload });
  });
}
