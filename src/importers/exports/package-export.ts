import { PassThrough, type Readable } from 'node:stream';
import { exportPackage, type MediaFile } from '@crosswalk/scorm-export';
import { findAssets } from '../../core/decks/assets/asset.store.ts';
import { playerContent, readPinnedItems } from '../../core/decks/publishing/player-content.ts';
import { pinContent } from '../../core/decks/publishing/revision-items.ts';
import type { ExportTask } from './export-task.ts';

/** Writes a SCORM 1.2 package. */
export async function writePackage(task: ExportTask): Promise<void> {
  const { database, tenantId, job } = task;
  const { children, personId: _personId, ...options } = job.options;
  const content = await database.read(tenantId, async (db) => {
    const pinned = await pinContent(db, {
      deckId: job.deckId,
      n: 'latest',
      children: children ? 'with' : 'without',
    });
    return playerContent(pinned, await readPinnedItems(db, pinned), {});
  });
  await exportPackage({
    format: 'scorm12',
    content,
    options,
    target: task.target,
    signal: task.signal,
    media: (name) => packageMedia(name, task),
    onProgress: ({ files }) => task.onProgress(files.done, files.total),
  });
}

async function packageMedia(
  name: string,
  { database, blobs, tenantId }: ExportTask,
): Promise<MediaFile | undefined> {
  const sha256 = name.split('.')[0] ?? '';
  const assets = await database.read(tenantId, (db) => findAssets(db, [sha256]));
  const asset = assets.get(sha256);
  return asset && { size: asset.bytes, open: () => opened(blobs.get(tenantId, sha256)) };
}

/** A stream at once for one that is still being opened. */
function opened(source: Promise<Readable>): Readable {
  const through = new PassThrough();
  source.then(
    (stream) => stream.on('error', (error) => through.destroy(error)).pipe(through),
    (error) => through.destroy(error),
  );
  return through;
}
