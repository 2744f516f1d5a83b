import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fromRandomAccessReaderPromise } from 'yauzl';
import { ImportRefusedError } from '../files/import-refused-error.ts';
import { isOpenZip } from './is-zip.ts';
import { readDirectory, type ZipRecord } from './zip-directory.ts';
import { openEntry } from './zip-entry-stream.ts';
import { asZipError, tooLarge } from './zip-errors.ts';
import { DEFAULT_ZIP_LIMITS, type ZipLimits } from './zip-limits.ts';
import { ZipRandomAccess } from './zip-random-access.ts';

/** A zip whose directory was checked as a whole. Folders are left out of `entries`. */
export interface ZipArchive {
  /** By name as the zip spells it, in the zip's order; `bytes` once unpacked. */
  entries: ReadonlyMap<string, { name: string; bytes: number }>;
  /** Refuses an entry of more than `maxBytes` without unpacking it. */
  read(name: string, maxBytes?: number): Promise<Buffer>;
  /** Fails at its end when size or CRC-32 lied, so keep nothing before it ended. */
  stream(name: string): Promise<Readable>;
  close(): Promise<void>;
}

/**
 * Opens an untrusted zip. Nothing is unpacked yet.
 * @throws {ImportRefusedError} `not_a_zip`, `damaged_zip`, `encrypted_zip`, `unsafe_name`,
 * `special_file`, `duplicate_name`, `too_many_entries`, `too_large`, `compression_ratio`,
 * `overlapping_entries`, `size_mismatch`, `checksum_mismatch`, `unsupported_compression`;
 * `missing_entry` when reading.
 */
export async function openZip(path: string, limits: Partial<ZipLimits> = {}): Promise<ZipArchive> {
  const file = await open(path, 'r');
  try {
    if (!(await isOpenZip(file))) {
      throw new ImportRefusedError('not_a_zip', 'The file is not a zip.');
    }
    const records = await readRecords(file, { ...DEFAULT_ZIP_LIMITS, ...limits });
    return toArchive(file, records);
  } catch (error) {
    await file.close();
    throw asZipError(error);
  }
}

async function readRecords(file: FileHandle, limits: ZipLimits): Promise<ZipRecord[]> {
  const { size } = await file.stat();
  const access = new ZipRandomAccess(file.fd);
  const zip = await fromRandomAccessReaderPromise(access, size, {
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: false,
  });
  return readDirectory(zip, size, limits);
}

function toArchive(file: FileHandle, records: ZipRecord[]): ZipArchive {
  const entries = new Map(
    records.filter(({ name }) => !name.endsWith('/')).map((record) => [record.name, record]),
  );
  const find = (name: string) => {
    const record = entries.get(name);
    if (record) return record;
    throw new ImportRefusedError('missing_entry', `The zip holds no "${name}".`);
  };
  return {
    entries,
    stream: async (name) => openEntry(file, find(name)),
    read: async (name, maxBytes = Number.POSITIVE_INFINITY) => {
      const record = find(name);
      if (record.bytes > maxBytes) {
        throw tooLarge(`"${name}" unpacks to ${record.bytes} bytes; ${maxBytes} are allowed`);
      }
      return collect(await openEntry(file, record));
    },
    close: () => file.close(),
  };
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
