import type { ImportReport } from '../../core/decks/importing/import-report.ts';
import type { JobContext } from '../../platform/jobs/job.ts';
import { type ImportJob, type ImportProgress, updateImport } from './import-job.store.ts';

/** Progress is stored this often. */
const PROGRESS_MS = 500;

/** How far an import is, as its reader may see it. */
export interface ImportMeter {
  /** So many more of what counts as its total. */
  advance(by: number): Promise<void>;
  enter(phase: ImportProgress['phase']): Promise<void>;
}

/** @param report stored with the progress, as far as it is */
export function createMeter(ctx: JobContext, found: ImportJob, report: ImportReport): ImportMeter {
  const progress: ImportProgress = { ...found.progress, phase: 'reading', done: 0 };
  let storedAt = 0;
  const store = async () => {
    storedAt = Date.now();
    await ctx.transact((db) => updateImport(db, found.id, { status: 'running', progress, report }));
  };
  return {
    advance: async (by) => {
      progress.done = Math.min(progress.total, progress.done + by);
      if (Date.now() - storedAt >= PROGRESS_MS) await store();
    },
    enter: async (phase) => {
      progress.phase = phase;
      await store();
    },
  };
}
