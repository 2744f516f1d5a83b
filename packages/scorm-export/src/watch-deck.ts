import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Editors write a file in several steps. */
const QUIET_MS = 150;

/**
 * Calls `onChange` after a file or folder has changed, never twice at once; resolves when it is
 * stopped. Of a file, its folder is watched: most editors replace files.
 */
export async function watchDeck(
  [deck, media]: readonly [deck: string, media: string],
  signal: AbortSignal,
  onChange: () => Promise<void>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(onChange);
    }, QUIET_MS);
  };
  const watchers = [...new Set([dirname(deck), media])].flatMap((folder) =>
    openWatcher(folder, changed),
  );
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
  await running;
}

/** A deck may have no media. */
function openWatcher(folder: string, changed: () => void): FSWatcher[] {
  try {
    return [watch(folder, changed)];
  } catch {
    return [];
  }
}
