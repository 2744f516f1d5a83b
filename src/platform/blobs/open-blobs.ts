import type { Blobs } from './blobs.ts';
import { localBlobs } from './local-blobs.ts';
import { s3Blobs } from './s3-blobs.ts';
import { parseS3Url } from './s3-settings.ts';

/**
 * The storage that BLOB_URL names: a folder, or `s3://` (see `parseS3Url`).
 * @param spoolFolder where content waits on its way to S3
 * @throws RangeError for a malformed URL
 */
export async function openBlobs(blobUrl: string, spoolFolder: string): Promise<Blobs> {
  if (blobUrl.startsWith('s3://')) return s3Blobs(parseS3Url(blobUrl), spoolFolder);
  return localBlobs(blobUrl);
}
