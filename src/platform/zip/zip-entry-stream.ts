import type { FileHandle } from 'node:fs/promises';
import { PassThrough, Readable, Transform } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { ZipRecord } from './zip-directory.ts';
import { checksumMismatch, damaged, overlapping, sizeMismatch } from './zip-errors.ts';

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const CHUNK_BYTES = 64 * 1024;

/**
 * The unpacked bytes of one entry. It fails as soon as more bytes come than declared, and at its
 * end when fewer came or the CRC-32 differs; what was read until then is not to be kept.
 */
export async function openEntry(file: FileHandle, record: ZipRecord): Promise<Readable> {
  const start = await findData(file, record);
  const packed = Readable.from(readRange(file, start, record.packedBytes));
  const unpacked = record.deflated ? createInflateRaw() : new PassThrough();
  const content = checkContent(record);
  const fail = (error: Error) => content.destroy(damaged(`"${record.name}"`, error));
  packed.on('error', fail);
  unpacked.on('error', fail);
  content.on('close', () => {
    packed.destroy();
    unpacked.destroy();
  });
  return packed.pipe(unpacked).pipe(content);
}

async function findData(file: FileHandle, record: ZipRecord): Promise<number> {
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  const { bytesRead } = await file.read(header, 0, LOCAL_HEADER_BYTES, record.offset);
  if (bytesRead < LOCAL_HEADER_BYTES || header.readUInt32LE(0) !== LOCAL_SIGNATURE) {
    throw damaged(`"${record.name}" has no header`);
  }
  const start =
    record.offset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (start + record.packedBytes > record.limit) throw overlapping(record.name);
  return start;
}

/** Not `fs.createReadStream`: destroying that closes the file even with `autoClose: false`. */
async function* readRange(file: FileHandle, start: number, bytes: number) {
  const end = start + bytes;
  for (let position = start; position < end; ) {
    const length = Math.min(CHUNK_BYTES, end - position);
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

function checkContent({ name, bytes, crc32: declaredCrc }: ZipRecord): Transform {
  let seen = 0;
  let crc = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      seen += chunk.length;
      if (seen > bytes) return callback(sizeMismatch(name));
      crc = crc32(chunk, crc);
      callback(null, chunk);
    },
    flush(callback) {
      if (seen !== bytes) return callback(sizeMismatch(name));
      callback(crc === declaredCrc ? null : checksumMismatch(name));
    },
  });
}
