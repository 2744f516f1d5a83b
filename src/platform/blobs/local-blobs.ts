import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSha256, pathsOf, tenantFolder } from './blob-path.ts';
import { BlobError, type BlobOwner, type Blobs, type ByteRange, type ListedBlob } from './blobs.ts';
import { hashFile, openSpool, type Spool, type SpooledFile } from './spool.ts';

/** Blobs as files below the folder, named by `pathsOf`; several processes may share the folder. */
export async function localBlobs(folder: string): Promise<Blobs> {
  const spool = await openSpool(join(folder, 'spool'));
  const pathOf = (owner: BlobOwner, sha256: string) => join(folder, pathsOf(owner)(sha256));
  return {
    async put(owner, source) {
      const paths = pathsOf(owner);
      const file = await spool.write(source);
      return place(join(folder, paths(file.sha256)), file);
    },
    async putFile(owner, path, sha256) {
      const paths = pathsOf(owner);
      if (sha256 !== undefined && !isSha256(sha256)) throw new BlobError('bad_address');
      const file = await hashFile(path);
      if (sha256 !== undefined && sha256 !== file.sha256) throw new BlobError('mismatch');
      return place(join(folder, paths(file.sha256)), await takeOver(spool, { path, ...file }));
    },
    async get(owner, sha256, range) {
      const file = await openBlob(pathOf(owner, sha256));
      try {
        const { size } = await file.stat();
        checkRange(range, size);
        return file.createReadStream(range);
      } catch (error) {
        await file.close();
        throw error;
      }
    },
    async stat(owner, sha256) {
      const file = await stat(pathOf(owner, sha256)).catch(asNotFound);
      return { sha256, bytes: file.size };
    },
    async delete(owner, sha256) {
      await rm(pathOf(owner, sha256), { force: true });
    },
    list: (tenantId) => listFolder(join(folder, tenantFolder(tenantId))),
    async deleteTenant(tenantId) {
      await rm(join(folder, tenantFolder(tenantId)), { recursive: true, force: true });
    },
    async close() {},
  };
}

/** A rename is atomic, so a reader meets the whole file or none; the old bytes were the same. */
async function place(target: string, { path, sha256, bytes }: SpooledFile) {
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await rename(path, target);
  await sync(parent);
  return { sha256, bytes };
}

async function takeOver(spool: Spool, file: SpooledFile): Promise<SpooledFile> {
  const path = spool.newPath();
  try {
    await rename(file.path, path);
  } catch (error) {
    if (!hasCode(error, 'EXDEV')) throw error;
    const copy = await spool.write(createReadStream(file.path));
    await rm(file.path);
    return copy;
  }
  const now = new Date();
  await utimes(path, now, now);
  await sync(path);
  return { ...file, path };
}

/** A file's content, or a folder's entries, survive a power cut only after this. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function openBlob(path: string): Promise<FileHandle> {
  return open(path, 'r').catch(asNotFound);
}

function checkRange(range: ByteRange | undefined, size: number): void {
  if (!range) return;
  const { start, end = Number.POSITIVE_INFINITY } = range;
  if (start < 0 || start >= size || end < start) throw new BlobError('bad_range');
}

async function* listFolder(tenant: string): AsyncGenerator<ListedBlob> {
  for (const shard of await namesIn(tenant)) {
    for (const sha256 of await namesIn(join(tenant, shard))) {
      // A blob may be deleted while the list runs.
      const file = await stat(join(tenant, shard, sha256)).catch(() => undefined);
      if (file && isSha256(sha256)) yield { sha256, bytes: file.size, storedAt: file.mtime };
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return [];
    throw error;
  }
}

function asNotFound(error: unknown): never {
  throw hasCode(error, 'ENOENT') ? new BlobError('not_found') : error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
