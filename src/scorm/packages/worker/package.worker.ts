import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from '../../../platform/files/thread-failure.ts';
import { type OpenedPackage, openPackage } from '../open-package.ts';
import { unpack } from '../unpack.ts';
import type { FromThread, PackageTask } from './messages.ts';

const port = parentPort;
if (!port) throw new Error('this module runs in a worker thread');

/** Waits until the main thread has taken it, so that files never pile up. */
const send = async (message: FromThread): Promise<void> => {
  const taken = once(port, 'message');
  port.postMessage(message);
  await taken;
};

async function perform({ task, path, fileName, workDir }: PackageTask): Promise<FromThread> {
  try {
    const opened = await openPackage(path, fileName);
    await send({ type: 'course', course: opened.course });
    if (task === 'unpack') {
      for await (const files of unpack(opened, workDir)) await send({ type: 'files', files });
    }
    if (task === 'pages') {
      for await (const batch of renderedPages(opened, workDir)) {
        await send({ type: 'content', batch });
      }
    }
    await opened.close();
    return { type: 'done' };
  } catch (error) {
    return toFailure(error);
  }
}

/** Loaded where it is asked for: rendering takes much that reading a package does not. */
async function* renderedPages(opened: OpenedPackage, workDir: string) {
  const { createContentRenderer } = await import(
    '../../../core/decks/importing/content-renderer.ts'
  );
  const { pageBatches } = await import('../pages/page-batches.ts');
  const renderer = createContentRenderer();
  for await (const batch of pageBatches(opened, workDir)) yield renderer.render(batch);
}

// Whoever starts it gives it a task of this shape.
port.postMessage(await perform(workerData as PackageTask));
