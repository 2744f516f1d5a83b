import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { AttachmentStore } from '../store.ts';

/** Attachments in memory. */
export function createMemoryAttachments(): AttachmentStore {
  const contents = new Map<string, Buffer>();
  const keyOf = (tenant: string, sha2: string) => JSON.stringify([tenant, sha2]);
  return {
    async putFile(tenant, sha2, path) {
      contents.set(keyOf(tenant, sha2), await readFile(path));
    },
    async get(tenant, sha2) {
      const content = contents.get(keyOf(tenant, sha2));
      return content && Readable.from([content]);
    },
  };
}
