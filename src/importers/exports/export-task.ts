import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SourceMedia } from '../../core/decks/exporting/deck-source.store.ts';
import { type DeckSource, openDeckSource } from '../../core/decks/exporting/deck-source.ts';
import { DomainError } from '../../core/domain-error.ts';
import { studiedDecks } from '../../core/study/queue.store.ts';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ExportJob } from './export-job.store.ts';

/** What a format's writer is given; it writes the whole file at `target`. */
export interface ExportTask {
  database: Database;
  blobs: Blobs;
  tenantId: string;
  job: ExportJob;
  /** For what the writer needs beside; removed afterwards. */
  workDir: string;
  target: string;
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** The published source of the decks that the job names. */
export async function sourceOf({ database, tenantId, job }: ExportTask): Promise<DeckSource> {
  const deckIds = job.options.children
    ? await database.read(tenantId, (db) => studiedDecks(db, job.deckId))
    : [job.deckId];
  const source = await openDeckSource(database, tenantId, deckIds);
  if (source.decks.length === 0) {
    throw new DomainError(
      'not_published',
      'Nothing is published in this deck, so there is nothing to export.',
    );
  }
  return source;
}

/** Fetches media one after the other; where a name stands for several files, the first one has it. */
export async function* fetchMedia(
  { blobs, tenantId, workDir, signal }: ExportTask,
  media: readonly SourceMedia[],
): AsyncGenerator<SourceMedia & { path: string }> {
  const taken = new Set<string>();
  for (const file of media) {
    if (taken.has(file.name)) continue;
    taken.add(file.name);
    const path = join(workDir, file.sha256);
    await pipeline(await blobs.get(tenantId, file.sha256), createWriteStream(path), { signal });
    yield { ...file, path };
  }
}
