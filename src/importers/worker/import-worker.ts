import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import { fromFailure } from '../../platform/files/thread-failure.ts';
import { startWorkerThread } from '../../platform/worker-thread.ts';
import type { ImportInspection, ImportOptions } from '../import-source.ts';
import { keepThread, silence, takeThread } from './kept-thread.ts';
import type { FromWorker, ReadBatch, ToWorker } from './worker-messages.ts';

/** Enough for the largest collection that is taken (256 MB unpacked), and no more. */
const HEAP_MB = 400;
const INSPECT_MS = 60_000;

/** A file on disk. */
export interface ReadableFile {
  path: string;
  /** The same for the same content of the same tenant, wherever it lies. */
  identity: string;
  options: ImportOptions;
}

/**
 * Looks a file over in a thread of its own, before anything of it is stored.
 * @throws ImportRefusedError for hostile, damaged and unknown files
 */
export async function inspectInWorker(file: ReadableFile): Promise<ImportInspection> {
  let inspection: ImportInspection | undefined;
  for await (const message of converse('inspect', file, AbortSignal.timeout(INSPECT_MS))) {
    if (message.type === 'inspected') inspection = message.inspection;
  }
  if (inspection) return inspection;
  throw new ImportRefusedError('unreadable', 'The file could not be read.');
}

/** Reads and renders a file in a thread of its own, a batch at a time. */
export async function* readInWorker(
  file: ReadableFile,
  signal?: AbortSignal,
): AsyncGenerator<ReadBatch> {
  for await (const message of converse('read', file, signal)) {
    if (message.type === 'batch') yield message.batch;
  }
}

type Outcome = { message: FromWorker } | { ended: Error | undefined };

/**
 * One task. The worker goes on when its last message has been taken: it is one ahead of who deals
 * with them, and no more.
 */
async function* converse(
  task: ToWorker['task'],
  { path, identity, options }: ReadableFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<FromWorker> {
  signal?.throwIfAborted();
  const worker = takeThread(identity) ?? startThread();
  let isDone = false;
  let resolve: (outcome: Outcome) => void = () => undefined;
  let next = new Promise<Outcome>((r) => {
    resolve = r;
  });
  const stop = () => resolve({ ended: reasonOf(signal) });
  signal?.addEventListener('abort', stop, { once: true });
  worker.on('message', (message: FromWorker) => resolve({ message }));
  worker.on('error', (error: NodeJS.ErrnoException) => resolve({ ended: crash(error) }));
  worker.on('exit', () => resolve({ ended: new Error('the import worker ended by itself') }));
  try {
    worker.postMessage({ task, path, options } satisfies ToWorker);
    for (;;) {
      const outcome = await next;
      if ('ended' in outcome) throw outcome.ended ?? new Error('the import worker was stopped');
      const { message } = outcome;
      isDone = message.type === 'done';
      if (isDone) return;
      if (message.type === 'failed') throw fromFailure(message);
      next = new Promise<Outcome>((r) => {
        resolve = r;
      });
      worker.postMessage('next');
      yield message;
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    silence(worker);
    if (isDone && task === 'inspect') keepThread(identity, worker);
    else await worker.terminate();
  }
}

const startThread = () =>
  startWorkerThread('./import.worker.ts', import.meta.url, {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });

function reasonOf(signal: AbortSignal | undefined): Error {
  const { reason } = signal ?? {};
  if (reason instanceof DOMException && reason.name === 'TimeoutError') {
    return new ImportRefusedError(
      'too_slow',
      `Looking the file over took more than ${INSPECT_MS / 1000} seconds.`,
    );
  }
  return reason instanceof Error ? reason : new Error('stopped');
}

function crash(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new ImportRefusedError(
    'too_large',
    'Reading the file needs more memory than an import may use.',
  );
}
