import type { AttachmentStore } from '@crosswalk/xapi-lrs';
import { BlobError, type BlobOwner, type Blobs } from '../../platform/blobs/blobs.ts';
import type { Database } from '../../platform/database/database.ts';
import { findContent, insertContent } from './attachment.store.ts';

/** Keeps contents of attachments apart from media of decks, so that erasing one spares the other. */
export function attachmentOwner(tenantId: string): BlobOwner {
  return { tenantId, jobId: '00000000-0000-7000-8000-0000000a77ac' };
}

/** Contents of attachments in the hub's blobs. */
export function createAttachmentBlobs({
  database,
  blobs,
}: {
  database: Database;
  blobs: Blobs;
}): AttachmentStore {
  return {
    putFile: async (tenantId, sha2, path) => {
      const { sha256, bytes } = await blobs.putFile(attachmentOwner(tenantId), path);
      await database.tenant(tenantId, (db) => insertContent(db, { sha2, sha256, bytes }));
    },
    get: async (tenantId, sha2) => {
      const sha256 = await database.read(tenantId, (db) => findContent(db, sha2));
      if (sha256 === undefined) return undefined;
      try {
        return await blobs.get(attachmentOwner(tenantId), sha256);
      } catch (error) {
        if (error instanceof BlobError && error.code === 'not_found') return undefined;
        throw error;
      }
    },
  };
}
