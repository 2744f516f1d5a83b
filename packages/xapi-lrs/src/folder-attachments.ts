import { constants } from 'node:fs';
import { copyFile, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttachmentStore } from './store.ts';

/**
 * Attachments in a folder, one file each.
 * @param folder is made when it is not there
 */
export function createFolderAttachments(folder: string): AttachmentStore {
  // Tenants are named by the app, hashes by clients; neither may leave the folder.
  const folderOf = (tenant: string) => join(folder, `tenant-${encodeURIComponent(tenant)}`);
  const pathOf = (tenant: string, sha2: string) => join(folderOf(tenant), encodeURIComponent(sha2));
  return {
    async putFile(tenant, sha2, path) {
      await mkdir(folderOf(tenant), { recursive: true });
      const target = pathOf(tenant, sha2);
      // Under its name only once it is whole, since the folder may be on another disk.
      const arriving = `${target}.${process.pid}.${Math.random()}`;
      await copyFile(path, arriving, constants.COPYFILE_FICLONE);
      await rename(arriving, target);
    },
    async get(tenant, sha2) {
      const file = await open(pathOf(tenant, sha2)).catch(ignoreMissing);
      return file?.createReadStream();
    },
  };
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
