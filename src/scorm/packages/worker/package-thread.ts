import { on } from 'node:events';
import type { ContentBatch } from '../../../core/decks/importing/content-batch.ts';
import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import { fromFailure } from '../../../platform/files/thread-failure.ts';
import { startWorkerThread } from '../../../platform/worker-thread.ts';
import type { CoursePackage } from '../course-package.ts';
import type { UnpackedFile } from '../unpack.ts';
import type { FromThread, PackageTask } from './messages.ts';

/** Room for the largest description that is taken, as a tree, and no more. */
const HEAP_MB = 160;
const INSPECT_MS = 60_000;

/**
 * Looks a package over in a thread of its own, before anything of it is stored.
 * @throws {ImportRefusedError} for hostile and damaged packages
 */
export async function inspectPackage(file: Omit<PackageTask, 'task'>): Promise<CoursePackage> {
  const signal = AbortSignal.timeout(INSPECT_MS);
  for await (const message of converse({ ...file, task: 'inspect' }, signal)) {
    if (message.type === 'course') return message.course;
  }
  throw new ImportRefusedError('unreadable', 'The package could not be read.');
}

/** Reads a package in a thread of its own, a batch at a time. */
export async function* readPackage(
  file: Omit<PackageTask, 'task'>,
  signal: AbortSignal,
): AsyncGenerator<{ course: CoursePackage } | { files: UnpackedFile[] }> {
  for await (const message of converse({ ...file, task: 'unpack' }, signal)) {
    if (message.type === 'course') yield { course: message.course };
    else if (message.type === 'files') yield { files: message.files };
  }
}

/** Reads the pages of a course as atoms, in a thread of its own. */
export async function* readPages(
  file: Omit<PackageTask, 'task'>,
  signal: AbortSignal,
): AsyncGenerator<ContentBatch> {
  for await (const message of converse({ ...file, task: 'pages' }, signal)) {
    if (message.type === 'content') yield message.batch;
  }
}

async function* converse(task: PackageTask, signal: AbortSignal): AsyncGenerator<FromThread> {
  signal.throwIfAborted();
  const thread = startWorkerThread('./package.worker.ts', import.meta.url, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  try {
    for await (const [message] of messagesOf(thread, signal)) {
      // What had come before is still given out otherwise.
      signal.throwIfAborted();
      if (!message || message.type === 'done') return;
      if (message.type === 'failed') throw fromFailure(message);
      // The thread goes on meanwhile: it is one batch ahead, and no more.
      thread.postMessage('taken');
      yield message;
    }
    throw new Error('the thread that reads packages ended by itself');
  } catch (error) {
    throw reasonOf(error, signal);
  } finally {
    await thread.terminate();
  }
}

function messagesOf(
  thread: ReturnType<typeof startWorkerThread>,
  signal: AbortSignal,
): AsyncIterable<FromThread[]> {
  return on(thread, 'message', { signal, close: ['exit'] });
}

function reasonOf(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new ImportRefusedError(
      'too_large',
      'Reading the package needs more memory than an import may use.',
    );
  }
  if (!signal.aborted) return error;
  const { reason } = signal;
  if (!(reason instanceof DOMException) || reason.name !== 'TimeoutError') return reason;
  return new ImportRefusedError(
    'too_slow',
    `Looking the package over took more than ${INSPECT_MS / 1000} seconds.`,
  );
}
