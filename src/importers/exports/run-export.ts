import { join } from 'node:path';
import { PackageError } from '@crosswalk/scorm-export';
import { getDeck } from '../../core/decks/deck.ts';
import { DomainError } from '../../core/domain-error.ts';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import type { Database } from '../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../platform/jobs/job.ts';
import { withWorkDir } from '../imports/start-import.ts';
import { writeApkgExport } from './apkg-export.ts';
import { writeCsvExport } from './csv-export.ts';
import { type ExportFormat, exportFileName } from './export-format.ts';
import {
  type ExportJob,
  failExport,
  finishExport,
  getExport,
  setExportProgress,
} from './export-job.store.ts';
import type { ExportTask } from './export-task.ts';
import { EXPORT_JOB } from './exports.routes.ts';
import { writeJsonExport } from './json-export.ts';
import { writePackage } from './package-export.ts';

export interface ExportDeps {
  database: Database;
  blobs: Blobs;
  workFolder: string;
  /** Base of the IRIs in packages that speak xAPI. */
  publicUrl: string;
}

const MAX_ATTEMPTS = 3;
const UNEXPECTED = {
  code: 'internal_error',
  detail: `The export failed ${MAX_ATTEMPTS} times for a reason of our own; the log of the hub tells it.`,
};

const writers: Record<ExportFormat, (task: ExportTask) => Promise<void>> = {
  scorm12: (task) => writePackage(task, 'scorm12'),
  'scorm2004-3': (task) => writePackage(task, 'scorm2004-3'),
  'scorm2004-4': (task) => writePackage(task, 'scorm2004-4'),
  cmi5: (task) => writePackage(task, 'cmi5'),
  xapi: (task) => writePackage(task, 'xapi'),
  qti3: (task) => writePackage(task, 'qti3'),
  apkg: writeApkgExport,
  csv: writeCsvExport,
  json: writeJsonExport,
};

/** Runs queued exports: writes the file beside, then keeps it as a blob. */
export function exportHandler(deps: ExportDeps): JobHandler {
  return {
    kind: EXPORT_JOB,
    maxAttempts: MAX_ATTEMPTS,
    run: async ({ tenantId, payload, attempt }, ctx) => {
      const { exportId } = payload as { exportId: string };
      const job = await deps.database.read(tenantId, (db) => getExport(db, exportId));
      if (!job || job.status === 'succeeded') return;
      try {
        await run(deps, tenantId, job, ctx);
      } catch (error) {
        ctx.signal.throwIfAborted();
        // Another attempt with the same deck would end the same way; anything else may pass.
        if (error instanceof PackageError || error instanceof DomainError) {
          const { code, message: detail } = error;
          await ctx.complete((db) => failExport(db, job.id, { code, detail }));
          return;
        }
        if (attempt >= MAX_ATTEMPTS) await ctx.transact((db) => failExport(db, job.id, UNEXPECTED));
        throw error;
      }
    },
  };
}

async function run(
  deps: ExportDeps,
  tenantId: string,
  job: ExportJob,
  ctx: JobContext,
): Promise<void> {
  await withWorkDir(deps.workFolder, async (workDir) => {
    const target = join(workDir, 'export');
    const { title } = await deps.database.read(tenantId, (db) => getDeck(db, job.deckId));
    let latest: ExportJob['progress'] = { done: 0, total: 0 };
    let reported: Promise<void> = Promise.resolve();
    const report = setInterval(() => {
      reported = ctx.transact((db) => setExportProgress(db, job.id, latest)).catch(() => undefined);
    }, 1_000);
    try {
      await writers[job.format]({
        ...deps,
        tenantId,
        job,
        workDir,
        target,
        signal: ctx.signal,
        onProgress: (done, total) => {
          latest = { done, total };
        },
      });
    } finally {
      clearInterval(report);
      // A late one would say that a failed export runs.
      await reported;
    }
    const { sha256, bytes } = await deps.blobs.putFile({ tenantId, jobId: job.id }, target);
    await ctx.complete((db) =>
      finishExport(db, job.id, {
        hash: sha256,
        name: exportFileName(title, job.format),
        bytes,
      }),
    );
  });
}
