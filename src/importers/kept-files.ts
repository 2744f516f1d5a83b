import type { Blobs } from '../platform/blobs/blobs.ts';
import type { Database } from '../platform/database/database.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import type { Schedule } from '../platform/jobs/schedules/scheduler.ts';
import { fileTables, listExpiredFiles, markFilesDeleted } from './kept-files.store.ts';

/** How long an uploaded file, and the file of an export, are kept after their job has finished. */
export const KEPT_DAYS = 7;
const KEPT_MS = KEPT_DAYS * 86_400_000;

const kind = 'files.prune';

export function isExpired(finishedAt: Date | null): boolean {
  return finishedAt !== null && finishedAt.getTime() < Date.now() - KEPT_MS;
}

/**
 * Deletes files that are not kept any longer. Each belongs to its job alone, and a finished job
 * never runs again, so nothing can come to need one meanwhile.
 */
export function filesPruneHandler({
  database,
  blobs,
}: {
  database: Database;
  blobs: Blobs;
}): JobHandler {
  return {
    kind,
    maxAttempts: 3,
    run: async ({ tenantId }, { signal, transact }) => {
      const before = new Date(Date.now() - KEPT_MS);
      for (const table of fileTables) {
        for (;;) {
          signal.throwIfAborted();
          const files = await database.read(tenantId, (db) => listExpiredFiles(db, table, before));
          if (files.length === 0) break;
          for (const { jobId, sha256 } of files) await blobs.delete({ tenantId, jobId }, sha256);
          await transact((db) =>
            markFilesDeleted(
              db,
              table,
              files.map(({ jobId }) => jobId),
            ),
          );
        }
      }
    },
  };
}

export const filesPruneSchedule: Schedule = {
  name: kind,
  cron: '29 3 * * *',
  everyTenant: { kind, payload: {} },
};
