import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { isSha256, pathsOf, tenantFolder } from './blob-path.ts';
import { BlobError, type BlobOwner, type Blobs, type ByteRange, type ListedBlob } from './blobs.ts';
import type { S3Settings } from './s3-settings.ts';
import { hashFile, openSpool, type SpooledFile } from './spool.ts';

/** Parts are held in memory while they are sent: two of S3's smallest size. */
const upload = { partSize: 5 * 2 ** 20, queueSize: 2 };

/**
 * Blobs as objects, named by the prefix and `pathsOf`. Content is spooled to disk until its hash, and
 * so its key, is known. Uploading to a temporary key and copying would cost two more requests (a
 * multipart copy over 5 GB), leave objects behind when a process dies, and could not repeat a
 * failed part, because the source would be gone.
 * The AWS SDK takes longer to load than the rest of the hub, so it is loaded here.
 * @param spoolFolder local folder for that
 */
export async function s3Blobs(settings: S3Settings, spoolFolder: string): Promise<Blobs> {
  const sdk = await import('@aws-sdk/client-s3');
  const { Upload } = await import('@aws-sdk/lib-storage');
  const spool = await openSpool(spoolFolder);
  const { bucket: Bucket, prefix } = settings;
  const client = new sdk.S3Client(clientConfig(settings));
  const keyOf = (owner: BlobOwner, sha256: string) => prefix + pathsOf(owner)(sha256);

  async function place(Key: string, { path, sha256, bytes }: SpooledFile) {
    const Body = createReadStream(path);
    const params = { Bucket, Key, Body };
    try {
      await new Upload({ client, ...upload, params }).done();
    } finally {
      Body.destroy();
    }
    return { sha256, bytes };
  }

  return {
    async put(owner, source) {
      const paths = pathsOf(owner);
      const file = await spool.write(source);
      try {
        return await place(prefix + paths(file.sha256), file);
      } finally {
        await rm(file.path, { force: true });
      }
    },
    async putFile(owner, path, sha256) {
      const paths = pathsOf(owner);
      if (sha256 !== undefined && !isSha256(sha256)) throw new BlobError('bad_address');
      const file = await hashFile(path);
      if (sha256 !== undefined && sha256 !== file.sha256) throw new BlobError('mismatch');
      await place(prefix + paths(file.sha256), { path, ...file });
      await rm(path);
      return file;
    },
    async get(owner, sha256, range) {
      const Key = keyOf(owner, sha256);
      const command = new sdk.GetObjectCommand({ Bucket, Key, Range: rangeHeader(range) });
      const { Body } = await client.send(command).catch(asBlobError);
      if (!(Body instanceof Readable)) throw new TypeError('The storage answered without a body');
      return Body;
    },
    async stat(owner, sha256) {
      const command = new sdk.HeadObjectCommand({ Bucket, Key: keyOf(owner, sha256) });
      const { ContentLength = 0 } = await client.send(command).catch(asBlobError);
      return { sha256, bytes: ContentLength };
    },
    async delete(owner, sha256) {
      const Key = keyOf(owner, sha256);
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key }));
    },
    async *list(tenantId): AsyncGenerator<ListedBlob> {
      const Prefix = `${prefix}${tenantFolder(tenantId)}/`;
      for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket, Prefix })) {
        for (const { Key = '', Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
          const sha256 = Key.slice(Key.lastIndexOf('/') + 1);
          if (isSha256(sha256)) yield { sha256, bytes: Size, storedAt: LastModified };
        }
      }
    },
    async deleteTenant(tenantId) {
      const Prefix = `${prefix}${tenantFolder(tenantId)}/`;
      for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket, Prefix })) {
        for (const { Key } of page.Contents ?? []) {
          await client.send(new sdk.DeleteObjectCommand({ Bucket, Key }));
        }
      }
    },
    async close() {
      client.destroy();
    },
  };
}

function clientConfig(settings: S3Settings): S3ClientConfig {
  const { endpoint, region, forcePathStyle, credentials } = settings;
  return {
    region,
    forcePathStyle,
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
    // Many S3-compatible servers do not know the checksum trailers that the SDK adds by default.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
  };
}

function rangeHeader(range: ByteRange | undefined): string | undefined {
  if (!range) return undefined;
  const { start, end = Number.POSITIVE_INFINITY } = range;
  // A server ignores a header of bad syntax and would send everything.
  if (start < 0 || end < start) throw new BlobError('bad_range');
  return `bytes=${start}-${Number.isFinite(end) ? end : ''}`;
}

function asBlobError(error: unknown): never {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NoSuchKey' || name === 'NotFound') throw new BlobError('not_found');
  if (name === 'InvalidRange') throw new BlobError('bad_range');
  throw error;
}
