import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ZipArchive } from '../../platform/zip/zip-reader.ts';
import type { CourseFile } from '../courses/course.store.ts';
import { contentType } from './content-type.ts';
import type { OpenedPackage } from './open-package.ts';

/** At most in one batch, so that what waits on disk for being stored stays small. */
const BATCH_FILES = 32;
const BATCH_BYTES = 16 * 1024 * 1024;

/** A file of a course, unpacked to a temporary file. */
export interface UnpackedFile extends CourseFile {
  temporary: string;
}

/**
 * Unpacks a package in batches, checking sizes and checksums on the way.
 * @param workDir a folder of this import alone; the caller takes the files of a batch away
 * @throws {ImportRefusedError} where the zip had lied about a file
 */
export async function* unpack(
  { zip, content }: Pick<OpenedPackage, 'zip' | 'content'>,
  workDir: string,
): AsyncGenerator<UnpackedFile[]> {
  if (!zip) return;
  let batch: UnpackedFile[] = [];
  let bytes = 0;
  let count = 0;
  for (const [name, path] of content) {
    const temporary = join(workDir, `content-${count}`);
    count += 1;
    const file = await unpackFile(zip, { name, path, temporary });
    batch.push(file);
    bytes += file.bytes;
    if (batch.length < BATCH_FILES && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** @throws {ImportRefusedError} where the zip had lied about it */
export async function unpackFile(
  zip: ZipArchive,
  { name, path, temporary }: { name: string; path: string; temporary: string },
): Promise<UnpackedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    await zip.stream(name),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(temporary, { flags: 'wx' }),
  );
  return { path, sha256: hash.digest('hex'), bytes, mime: contentType(path), temporary };
}
