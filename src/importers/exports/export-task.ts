import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { NamedMedia } from '../../core/decks/exporting/deck-export.store.ts';
import { type DeckExport, readDeckDocument } from '../../core/decks/exporting/deck-export.ts';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ExportJob } from './export-job.store.ts';

/** What a format's writer is given; it writes the whole file at `target`. */
export interface ExportTask {
  database: Database;
  blobs: Blobs;
  /** Base of the IRIs of decks and questions. */
  publicUrl: string;
  tenantId: string;
  job: ExportJob;
  /** For what the writer needs beside; removed afterwards. */
  workDir: string;
  target: string;
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** The published source of the decks that the job names. */
export async function sourceOf(
  { database, tenantId, job }: ExportTask,
  atomKeys: 'id' | 'guid',
): Promise<DeckExport> {
  const children = job.options.children ? 'with' : 'without';
  return readDeckDocument({
    database,
    tenantId,
    deckId: job.deckId,
    n: 'latest',
    children,
    atomKeys,
  });
}

/** Fetches media one after the other. */
export async function* fetchMedia(
  { blobs, tenantId, workDir, signal }: ExportTask,
  media: readonly NamedMedia[],
): AsyncGenerator<NamedMedia & { path: string }> {
  for (const file of media) {
    const path = join(workDir, file.sha256);
    await pipeline(await blobs.get(tenantId, file.sha256), createWriteStream(path), { signal });
    yield { ...file, path };
  }
}
