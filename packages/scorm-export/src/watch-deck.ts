import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** Editors write a file in several steps. */
const QUIET_MS = 150;

export interface WatchedDeck {
  deck: string;
  /** Folder of its media; there may be none. */
  media: string;
  /** What is written may lie beside. */
  output: string;
}

/**
 * Calls `work` at once and after every change of the deck or its media, never twice at the same
 * time; resolves when it is stopped.
 */
export async function watchDeck(
  { deck, media, output }: WatchedDeck,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const start = (): void => {
    running = running.then(work);
  };
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(start, QUIET_MS);
  };
  const folder = resolve(dirname(deck));
  const isOutput = (name: string) => name.startsWith(basename(output));
  // Of a file, its folder is watched: most editors replace files.
  const watchers = openWatcher(folder, (name) => {
    if (name === basename(deck)) changed();
  });
  watchers.push(
    ...openWatcher(media, (name) => {
      if (!isOutput(name)) changed();
    }),
  );
  start();
  await new Promise<void>((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
  await running;
}

/** A folder that is not there is not watched. */
function openWatcher(folder: string, onName: (name: string) => void): FSWatcher[] {
  try {
    return [watch(folder, (_event, name) => onName(name ?? ''))];
  } catch {
    return [];
  }
}
