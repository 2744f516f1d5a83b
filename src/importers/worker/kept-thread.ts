import type { Worker } from 'node:worker_threads';

/** A job usually begins within milliseconds of the upload; in another process it never comes. */
const KEPT_MS = 10_000;

let kept: { file: string; thread: Worker; timer: NodeJS.Timeout } | undefined;

/**
 * Keeps the thread that has looked a file over for who reads the same file next: it has loaded what
 * reading takes. One at a time, and never for another file, which could be another tenant's.
 */
export function keepThread(file: string, thread: Worker): void {
  dismiss();
  const timer = setTimeout(dismiss, KEPT_MS).unref();
  kept = { file, thread, timer };
  thread.once('error', dismiss).once('exit', dismiss).unref();
}

/** The thread kept for the file, which then is the caller's. */
export function takeThread(file: string): Worker | undefined {
  if (kept?.file !== file) return undefined;
  const { thread, timer } = kept;
  kept = undefined;
  clearTimeout(timer);
  silence(thread);
  thread.ref();
  return thread;
}

/** One by one: Node's own, which pass messages on, must stay. */
export function silence(thread: Worker): void {
  for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event);
}

function dismiss(): void {
  if (!kept) return;
  const { thread, timer } = kept;
  kept = undefined;
  clearTimeout(timer);
  silence(thread);
  void thread.terminate();
}
