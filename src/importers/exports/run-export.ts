import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { exportPackage, type MediaFile, PackageError } from '@crosswalk/scorm-export';
import { findAssets } from '../../core/decks/assets/asset.store.ts';
import { DomainError } from '../../core/domain-error.ts';
import { findPublishedDeck } from '../../core/study/studied-content.store.ts';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import type { Database } from '../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../platform/jobs/job.ts';
import { withWorkDir } from '../imports/start-import.ts';
import { packageContent } from './deck-content.ts';
import { type ExportFormat, exportFileName } from './export-format.ts';
import {
  type ExportJob,
  failExport,
  finishExport,
  getExport,
  setExportProgress,
} from './export-job.store.ts';
import { EXPORT_JOB } from './exports.routes.ts';

export interface ExportDeps {
  database: Database;
  blobs: Blobs;
  workFolder: string;
}

/** What a format's writer is given; it writes the whole file at `target`. */
export interface ExportTask extends ExportDeps {
  tenantId: string;
  job: ExportJob;
  target: string;
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

const writers: Record<ExportFormat, (task: ExportTask) => Promise<void>> = {
  scorm12: writePackage,
};

/** Runs queued exports: writes the file beside, then keeps it as a blob. */
export function exportHandler(deps: ExportDeps): JobHandler {
  return {
    kind: EXPORT_JOB,
    maxAttempts: 3,
    run: async ({ tenantId, payload }, ctx) => {
      const { exportId } = payload as { exportId: string };
      const job = await deps.database.read(tenantId, (db) => getExport(db, exportId));
      if (!job || job.status === 'succeeded' || job.status === 'failed') return;
      try {
        await run(deps, tenantId, job, ctx);
      } catch (error) {
        if (!(error instanceof PackageError || error instanceof DomainError)) throw error;
        await ctx.complete((db) =>
          failExport(db, job.id, { code: error.code, detail: error.message }),
        );
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
    const deck = await deps.database.read(tenantId, (db) => findPublishedDeck(db, job.deckId));
    if (!deck) throw new DomainError('not_found', 'The deck is gone.');
    let latest: ExportJob['progress'] = { done: 0, total: 0 };
    const report = setInterval(() => {
      ctx.transact((db) => setExportProgress(db, job.id, latest)).catch(() => undefined);
    }, 1_000);
    try {
      await writers[job.format]({
        ...deps,
        tenantId,
        job,
        target,
        signal: ctx.signal,
        onProgress: (done, total) => {
          latest = { done, total };
        },
      });
    } finally {
      clearInterval(report);
    }
    const { sha256, bytes } = await deps.blobs.putFile(tenantId, target);
    await ctx.complete((db) =>
      finishExport(db, job.id, {
        hash: sha256,
        name: exportFileName(deck.title, job.format),
        bytes,
      }),
    );
  });
}

async function writePackage({
  database,
  blobs,
  tenantId,
  job,
  ...task
}: ExportTask): Promise<void> {
  const { children, personId: _personId, ...options } = job.options;
  const content = await database.read(tenantId, (db) =>
    packageContent(db, { deckId: job.deckId, children }),
  );
  await exportPackage({
    format: 'scorm12',
    content,
    options,
    target: task.target,
    signal: task.signal,
    media: async (name) => packageMedia(name, { database, blobs, tenantId }),
    onProgress: ({ files }) => task.onProgress(files.done, files.total),
  });
}

async function packageMedia(
  name: string,
  { database, blobs, tenantId }: Pick<ExportTask, 'database' | 'blobs' | 'tenantId'>,
): Promise<MediaFile | undefined> {
  const sha256 = name.split('.')[0] ?? '';
  const assets = await database.read(tenantId, (db) => findAssets(db, [sha256]));
  const asset = assets.get(sha256);
  return asset && { size: asset.bytes, open: () => opened(blobs.get(tenantId, sha256)) };
}

/** A stream at once for one that is still being opened. */
function opened(source: Promise<Readable>): Readable {
  const through = new PassThrough();
  source.then(
    (stream) => stream.on('error', (error) => through.destroy(error)).pipe(through),
    (error) => through.destroy(error),
  );
  return through;
}
