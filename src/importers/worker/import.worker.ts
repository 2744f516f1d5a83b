import { parentPort } from 'node:worker_threads';
import { createContentRenderer } from '../../core/decks/importing/content-renderer.ts';
import { toFailure } from '../../platform/files/thread-failure.ts';
import { detectKind } from '../detect-kind.ts';
import type { ImportBatch } from '../import-source.ts';
import { readers } from './readers.ts';
import type { FromWorker, ReadBatch, ToWorker } from './worker-messages.ts';

const port = parentPort;
if (!port) throw new Error('this module runs in a worker thread');

let taken: () => void = () => undefined;

/** Sends and waits until the main thread has taken it, so that batches never pile up. */
function send(message: FromWorker): Promise<void> {
  return new Promise((resolve) => {
    taken = resolve;
    port?.postMessage(message);
  });
}

async function read(batches: AsyncIterable<ImportBatch>): Promise<void> {
  const renderer = createContentRenderer();
  for await (const batch of batches)
    await send({ type: 'batch', batch: rendered(batch, renderer) });
}

function rendered(
  batch: ImportBatch,
  renderer: ReturnType<typeof createContentRenderer>,
): ReadBatch {
  if (batch.type === 'history' || batch.type === 'people' || batch.type === 'problems')
    return batch;
  return renderer.render(batch);
}

/** What a course holds is for its own reader to tell. */
const NO_ROWS = { notes: 0, cards: 0, reviews: 0, media: 0 };

async function perform({ task, path, options }: ToWorker): Promise<FromWorker> {
  try {
    const kind = await detectKind(path);
    if (kind === 'course') {
      await send({ type: 'inspected', inspection: { kind, totals: NO_ROWS } });
      return { type: 'done' };
    }
    const reader = await readers[kind]();
    if (task === 'inspect')
      await send({ type: 'inspected', inspection: await reader.inspect(path, options) });
    else await read(reader.read(path, options));
    return { type: 'done' };
  } catch (error) {
    return toFailure(error);
  }
}

port.on('message', async (message: ToWorker | 'next') => {
  if (message === 'next') taken();
  else port.postMessage(await perform(message));
});
