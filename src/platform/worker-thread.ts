import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Runs a module beside the caller in a worker thread: the built `.js`, or in development the `.ts`
 * itself, for which the thread needs its own loader.
 * @param module with the ending `.ts`
 * @param base the caller's `import.meta.url`
 */
export function startWorkerThread(module: string, base: string, options: WorkerOptions): Worker {
  if (base.endsWith('.js'))
    return new Worker(new URL(module.replace(/\.ts$/, '.js'), base), options);
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const url = JSON.stringify(new URL(module, base));
  const start = `import { register } from ${loader}; register(); await import(${url});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(start)}`), options);
}
