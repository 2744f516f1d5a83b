import type { Blobs } from '../../platform/blobs/blobs.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { deleteUnnamedContents } from './attachment.store.ts';
import { attachmentOwner } from './attachment-blobs.ts';

/** Only those of these hashes; or any that is a day old, for statements come after their contents. */
export type UnnamedContents = { sha2: readonly string[] } | 'old';

/**
 * Deletes contents of attachments that no statement names any more, a few hundred at a time; answers
 * how many. The blob goes first: whoever is killed in between leaves a row, which the next run finds.
 */
export async function deleteContents(
  db: TenantDb,
  { blobs, which }: { blobs: Blobs; which: UnnamedContents },
): Promise<number> {
  const gone = await deleteUnnamedContents(db, which);
  for (const { sha256, isShared } of gone) {
    if (!isShared) await blobs.delete(attachmentOwner(db.tenantId), sha256);
  }
  return gone.length;
}
