import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
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
  const manifest = createRequire(base).resolve('tsx/package.json');
  const loader = JSON.stringify(new URL('dist/esm/api/index.mjs', pathToFileURL(manifest)));
  const url = JSON.stringify(new URL(module, base));
  const start = `import { register } from ${loader}; register(); await import(${url});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(start)}`), options);
}
