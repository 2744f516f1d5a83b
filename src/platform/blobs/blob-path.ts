import { isUuid } from '../crypto/uuid.ts';
import { BlobError, type BlobOwner } from './blobs.ts';

const hash = /^[0-9a-f]{64}$/;

/**
 * How an owner's blobs are named: `<tenant>/<aa>/<sha256>`, with `.<job>` behind it for those of a
 * job; safe as a file path and as an object key.
 */
export function pathsOf(owner: BlobOwner): (sha256: string) => string {
  const { tenantId, jobId } =
    typeof owner === 'string' ? { tenantId: owner, jobId: undefined } : owner;
  const folder = tenantFolder(tenantId);
  if (jobId !== undefined && !isUuid(jobId)) throw new BlobError('bad_address');
  const suffix = jobId === undefined ? '' : `.${jobId.toLowerCase()}`;
  return (sha256) => {
    if (!isSha256(sha256)) throw new BlobError('bad_address');
    return `${folder}/${sha256.slice(0, 2)}/${sha256}${suffix}`;
  };
}

export function tenantFolder(tenantId: string): string {
  if (!isUuid(tenantId)) throw new BlobError('bad_address');
  return tenantId.toLowerCase();
}

export function isSha256(text: string): boolean {
  return hash.test(text);
}
