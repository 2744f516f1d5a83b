import type { ImportInspection, ImportOptions } from '../import-source.ts';
import type { ReadBatch } from './import-worker.ts';

/** The one task of a worker, as its `workerData`; afterwards it is only told `next`. */
export interface ToWorker {
  task: 'inspect' | 'read';
  path: string;
  options: ImportOptions;
}

export type FromWorker =
  | { type: 'inspected'; inspection: ImportInspection }
  | { type: 'batch'; batch: ReadBatch }
  | { type: 'done' }
  /** `refusal` is the code of an ImportRefusedError. */
  | { type: 'failed'; refusal?: string; message: string; stack?: string };
