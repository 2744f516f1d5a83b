import type { Database } from '../../../platform/database/database.ts';
import { findAssets, insertAssets } from '../assets/asset.store.ts';
import { mediaExtension, mediaPath } from '../media-name.ts';
import type { ContentMedia } from './content-batch.ts';
import type { ImportScope } from './import-scope.ts';

const AT_ONCE = 4;

export interface MediaImport {
  database: Database;
  tenantId: string;
  /** Stores the file's content under its hash; the same again does no harm. */
  putMedia: (media: ContentMedia) => Promise<void>;
}

/** Stores what the tenant does not have yet: contents first, then the rows that name them. */
export async function importMedia(
  media: ContentMedia[],
  { database, tenantId, putMedia }: MediaImport,
  scope: ImportScope,
): Promise<void> {
  const bySha = new Map(media.map((file) => [file.sha256, file]));
  const known = await database.read(tenantId, (db) => findAssets(db, [...bySha.keys()]));
  const missing = [...bySha.values()].filter(({ sha256 }) => !known.has(sha256));
  for (let at = 0; at < missing.length; at += AT_ONCE) {
    await Promise.all(missing.slice(at, at + AT_ONCE).map(putMedia));
  }
  const assets = missing.map(({ sha256, mime, bytes }) => ({
    sha256,
    mime,
    bytes,
    ext: mediaExtension(mime),
  }));
  if (assets.length > 0) await database.tenant(tenantId, (db) => insertAssets(db, assets));
  scope.report.media.new += missing.length;
  scope.report.media.unchanged += media.length - missing.length;
  for (const file of bySha.values()) scope.media.set(file.sha256, mediaPath(file));
}
