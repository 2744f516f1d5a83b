import { isUuid } from '../crypto/uuid.ts';
import { BlobError } from './blobs.ts';

const hash = /^[0-9a-f]{64}$/;

/** `<tenant>/<aa>/<sha256>`, safe as a file path and as an object key. */
export function blobPath(tenantId: string, sha256: string): string {
  if (!isSha256(sha256)) throw new BlobError('bad_address');
  return `${tenantFolder(tenantId)}/${sha256.slice(0, 2)}/${sha256}`;
}

export function tenantFolder(tenantId: string): string {
  if (!isUuid(tenantId)) throw new BlobError('bad_address');
  return tenantId.toLowerCase();
}

export function isSha256(text: string): boolean {
  return hash.test(text);
}
