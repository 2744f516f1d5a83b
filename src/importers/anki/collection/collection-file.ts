import { createWriteStream } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import { type AnkiPackage, streamEntry } from '../package/anki-package.ts';

const LARGEST_COLLECTION = 256 * 1024 * 1024;
const SQLITE_HEADER = 'SQLite format 3\0';

/**
 * The collection's bytes, unpacked to the import's own folder first so that they are in memory only
 * once. What an earlier call unpacked there is used again.
 * @throws {ImportRefusedError} `too_large`, `corrupt_collection`, and those of the zip.
 */
export async function unpackCollection(source: AnkiPackage, folder: string): Promise<Buffer> {
  const path = join(folder, 'collection.sqlite');
  const known = await stat(path).catch(() => undefined);
  if (!known) {
    const content = await streamEntry(source, source.collection, LARGEST_COLLECTION);
    await pipeline(Readable.from(content), createWriteStream(`${path}.part`));
    await rename(`${path}.part`, path);
  }
  return readDatabase(path);
}

async function readDatabase(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    // Not `readFile`, which grows its buffer and so needs the size twice.
    const bytes = Buffer.allocUnsafeSlow(size);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(bytes, at, size - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    if (bytes.toString('latin1', 0, 16) !== SQLITE_HEADER || size < 100) {
      throw new ImportRefusedError('corrupt_collection', 'The collection is no SQLite database.');
    }
    // SQLite file format 1.3: 2 asks for write-ahead logging, which a database in memory has not.
    bytes[18] = 1;
    bytes[19] = 1;
    return bytes;
  } finally {
    await file.close();
  }
}
