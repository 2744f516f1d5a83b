import { PassThrough, type Readable } from 'node:stream';
import type { PlayerItem } from '@crosswalk/player/content';
import {
  type Chapter,
  type DeckContent,
  exportPackage,
  type MediaFile,
  type PackageFormat,
} from '@crosswalk/scorm-export';
import { findAssets } from '../../core/decks/assets/asset.store.ts';
import { getDeck } from '../../core/decks/deck.ts';
import { splitPath } from '../../core/decks/deck-path.ts';
import { playerContent, readPinnedItems } from '../../core/decks/publishing/player-content.ts';
import { pinContent } from '../../core/decks/publishing/revision-items.ts';
import { htmlToText } from '../../core/decks/rendering/html/text.ts';
import type { ExportTask } from './export-task.ts';

/** Writes a package for learning platforms. */
export async function writePackage(task: ExportTask, format: PackageFormat): Promise<void> {
  const { children: _children, personId: _personId, ...options } = task.job.options;
  await exportPackage({
    format,
    content: await readContent(task),
    // As the hub's own statements name decks and prompts.
    options: { ...options, activityBase: `${task.publicUrl}/xapi/activities` },
    target: task.target,
    signal: task.signal,
    media: (name) => packageMedia(name, task),
    onProgress: ({ files }) => task.onProgress(files.done, files.total),
  });
}

/** The published deck; where packages may have chapters, each deck of it is one. */
async function readContent({ database, tenantId, job }: ExportTask): Promise<DeckContent> {
  const { deckId, options } = job;
  return database.read(tenantId, async (db) => {
    const children = options.children ? 'with' : 'without';
    const pinned = await pinContent(db, { deckId, n: 'latest', children });
    const { path, description, licence } = await getDeck(db, deckId);
    const items: PlayerItem[] = [];
    const chapters: Chapter[] = [];
    for (const deck of pinned.decks) {
      const own = await readPinnedItems(db, { ...pinned, decks: [deck] });
      items.push(...own);
      chapters.push({
        id: deck.deckId,
        title: chapterTitle(deck.path, path) || pinned.deck.title,
        items: own.map(({ id }) => id),
      });
    }
    const words = description === null ? '' : htmlToText(description);
    return {
      ...playerContent(pinned, items, {}),
      chapters,
      metadata: { ...(words && { description: words }), ...(licence && { license: licence }) },
    };
  });
}

/** The path below the exported deck. */
function chapterTitle(path: string, root: string): string {
  return splitPath(path).slice(splitPath(root).length).join(' › ');
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
