import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** A media file on disk, or anything that can be streamed; `size` in bytes. */
export type MediaFile = { path: string; size: number } | { open: () => Readable; size: number };

/**
 * Finds one media file by its name in the package without `media/`, e.g. `<sha256>.png`; undefined
 * when there is none. `open` is called once, when the file's turn comes.
 */
export type MediaSource = (name: string) => Promise<MediaFile | undefined>;

/** Media that lie in one folder under their own names. */
export function mediaFolder(folder: string): MediaSource {
  return async (name) => {
    const path = join(folder, name);
    const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    });
    return stats?.isFile() ? { path, size: stats.size } : undefined;
  };
}
