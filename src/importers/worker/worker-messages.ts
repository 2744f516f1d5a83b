import type { ContentBatch } from '../../core/decks/importing/content-batch.ts';
import type { ThreadFailure } from '../../platform/files/thread-failure.ts';
import type { ImportBatch, ImportInspection, ImportOptions } from '../import-source.ts';

/** What a file holds, its atoms rendered already. */
export type ReadBatch =
  | Exclude<ImportBatch, { type: 'atoms' | 'decks' | 'media' | 'relations' }>
  | ContentBatch;

/** A task of a worker, which has one at a time; until its end it is only told `next`. */
export interface ToWorker {
  task: 'inspect' | 'read';
  path: string;
  options: ImportOptions;
}

export type FromWorker =
  | { type: 'inspected'; inspection: ImportInspection }
  | { type: 'batch'; batch: ReadBatch }
  | { type: 'done' }
  | ThreadFailure;
