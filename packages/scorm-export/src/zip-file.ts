import { addAbortSignal, pipeline as connect, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { PackageError } from './package-error.ts';
import type { PackageFile } from './package-file.ts';
import {
  centralHeader,
  dataDescriptor,
  endOfDirectory,
  localHeader,
  type ZipEntry,
} from './zip-records.ts';

/**
 * Bytes that wait until all of a file is known, so that its local header tells checksum and sizes:
 * readers of streams (Java's `ZipInputStream`) take them from behind the data of no stored file.
 */
const HELD_BYTES = 4 * 2 ** 20;

export interface ZipOptions {
  signal?: AbortSignal | undefined;
  /** Called when a file has been written. */
  onFile?: ((file: PackageFile) => void) | undefined;
}

/**
 * Streams the files, sorted by name, into `target` and ends it; the same files give the same bytes.
 * Our own because bare yazl takes twice as long (a checksum in JavaScript, four streams per file),
 * does not hear a source's error, and writes stored files that readers of streams refuse.
 */
export async function writeZip(
  files: readonly PackageFile[],
  target: Writable,
  { signal, onFile }: ZipOptions = {},
): Promise<void> {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  // Aborted as soon as any of the streams has failed; Node's types do not know of it.
  const source = (pipe: { signal?: AbortSignal } = {}) => zipOf(sorted, { ...pipe, onFile });
  try {
    await pipeline(source, target, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

async function* zipOf(
  files: readonly PackageFile[],
  { signal, onFile }: ZipOptions,
): AsyncGenerator<Buffer> {
  const headers: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const entry = newEntry(file, offset);
    for await (const chunk of recordsOf(entry, file, signal)) {
      offset += chunk.length;
      yield chunk;
    }
    headers.push(centralHeader(entry));
    onFile?.(file);
  }
  const directory = Buffer.concat(headers);
  yield directory;
  yield endOfDirectory(files.length, offset, directory.length);
}

/** A local header that is written early must say how wide the sizes behind the data will be. */
function descriptorFor({ size = 0 }: PackageFile): ZipEntry['descriptor'] {
  return size < 2 ** 32 - 1 ? '4-byte sizes' : '8-byte sizes';
}

function newEntry({ name, compression }: PackageFile, offset: number): ZipEntry {
  return {
    ...{ name, compression, offset, descriptor: 'none' },
    ...{ crc32: 0, size: 0, compressedSize: 0 },
  };
}

/** Local header, data and, behind a long file, its descriptor; completes the entry. */
async function* recordsOf(
  entry: ZipEntry,
  file: PackageFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const held: Buffer[] = [];
  for await (const chunk of dataOf(entry, file, signal)) {
    entry.compressedSize += chunk.length;
    if (entry.descriptor !== 'none') {
      yield chunk;
      continue;
    }
    held.push(chunk);
    if (entry.compressedSize <= HELD_BYTES) continue;
    entry.descriptor = descriptorFor(file);
    yield localHeader(entry);
    yield* held.splice(0);
  }
  if (entry.descriptor !== 'none') return yield dataDescriptor(entry);
  yield localHeader(entry);
  yield* held;
}

/** What the zip holds of a file; completes the entry's checksum and size. */
function dataOf(
  entry: ZipEntry,
  file: PackageFile,
  signal: AbortSignal | undefined,
): AsyncIterable<Buffer> {
  const bytes = bytesOf(entry, file, signal);
  // Its errors come out of the iteration.
  if (file.compression === 'deflated') return connect(bytes, createDeflateRaw(), () => {});
  return bytes;
}

async function* bytesOf(
  entry: ZipEntry,
  file: PackageFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const source = file.open();
  if (signal) addAbortSignal(signal, source);
  for await (const chunk of source) {
    entry.crc32 = crc32(chunk, entry.crc32);
    entry.size += chunk.length;
    yield chunk;
  }
  if (file.size === undefined || file.size === entry.size) return;
  throw new PackageError('changed-media', 'A media file is not as long as its source said:', [
    { at: file.name, message: `${file.size} bytes announced, ${entry.size} read` },
  ]);
}
