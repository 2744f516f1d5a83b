import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { MediaFile } from './media-source.ts';

/** Most media are read by one call. */
const READ_BYTES = 2 ** 18;

/** One file of a package. */
export interface PackageFile {
  /** Path inside the package: ASCII, forward slashes. */
  name: string;
  /** Text shrinks; media are compressed already, so they are stored as they are. */
  compression: 'deflated' | 'stored';
  /** Bytes, where known beforehand; the zip then insists on them. */
  size?: number;
  open: () => Readable;
}

export function textFile(name: string, text: string | Iterable<string>): PackageFile {
  const chunks = typeof text === 'string' ? [text] : text;
  return {
    name,
    compression: 'deflated',
    open: () => Readable.from(encoded(chunks), { objectMode: false }),
  };
}

/** A text file that lies on disk. */
export function copiedFile(name: string, path: string): PackageFile {
  return { name, compression: 'deflated', open: () => createReadStream(path) };
}

export function mediaPackageFile(name: string, file: MediaFile): PackageFile {
  return {
    name,
    compression: 'stored',
    size: file.size,
    open:
      'path' in file ? () => createReadStream(file.path, { highWaterMark: READ_BYTES }) : file.open,
  };
}

function* encoded(chunks: Iterable<string>): Generator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}
