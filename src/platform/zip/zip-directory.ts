import { type Entry, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { ImportRefusedError } from '../files/import-refused-error.ts';
import { damaged, encrypted, overlapping, sizeMismatch, tooLarge } from './zip-errors.ts';
import { RATIO_FLOOR_BYTES, type ZipLimits } from './zip-limits.ts';

/** An entry as the central directory declares it, checked. */
export interface ZipRecord {
  name: string;
  bytes: number;
  packedBytes: number;
  deflated: boolean;
  crc32: number;
  /** Where its local header starts. */
  offset: number;
  /** Where the next entry (or the file) begins: its data must end before. */
  limit: number;
}

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER_BYTES = 30;
const LONGEST_NAME = 1000;
const FILE_TYPE_MASK = 0o170000;
const PLAIN_FILE_TYPES = new Set([0, 0o100000, 0o040000]);

/** Reads the whole central directory; any entry that breaks a rule refuses the file. */
export async function readDirectory(
  zip: ZipFile,
  fileBytes: number,
  limits: ZipLimits,
): Promise<ZipRecord[]> {
  checkCount(zip.entryCount, limits);
  const records: ZipRecord[] = [];
  const names = new Set<string>();
  let totalBytes = 0;
  for await (const entry of zip.eachEntry()) {
    const record = toRecord(entry, fileBytes);
    checkPlainFile(entry, record.name);
    checkUnique(names, record.name);
    checkSize(record, limits);
    totalBytes += record.bytes;
    if (totalBytes > limits.totalBytes) {
      throw tooLarge(`its files unpack to more than ${limits.totalBytes} bytes`);
    }
    records.push(record);
  }
  limitByNextHeader(records);
  return records;
}

function checkCount(count: number, limits: ZipLimits): void {
  if (count <= limits.entries) return;
  throw new ImportRefusedError(
    'too_many_entries',
    `The zip holds ${count} entries; ${limits.entries} are allowed.`,
  );
}

function toRecord(entry: Entry, fileBytes: number): ZipRecord {
  const name = getFileNameLowLevel(
    entry.generalPurposeBitFlag,
    entry.fileNameRaw,
    entry.extraFields,
    true,
  );
  checkName(name);
  if (entry.isEncrypted()) throw encrypted();
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw new ImportRefusedError(
      'unsupported_compression',
      `"${name}" is packed by method ${entry.compressionMethod}; the hub reads stored and deflated.`,
    );
  }
  return {
    name,
    bytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    deflated: entry.compressionMethod === DEFLATED,
    crc32: entry.crc32,
    offset: entry.relativeOffsetOfLocalHeader,
    limit: fileBytes,
  };
}

function checkName(name: string): void {
  const outside = name.split('/').includes('..') || /^(\/|[a-z]:)/i.test(name);
  const sized = name !== '' && name.length <= LONGEST_NAME;
  if (sized && !outside && !UNSAFE.test(name)) return;
  throw new ImportRefusedError(
    'unsafe_name',
    `The zip holds a file with an unsafe name: ${JSON.stringify(name.slice(0, 200))}.`,
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const UNSAFE = /[\\\u0000-\u001f\u007f]/;

/** Links, devices and pipes, as the upper half of the external attributes tells on Unix. */
function checkPlainFile(entry: Entry, name: string): void {
  const fileType = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  if (PLAIN_FILE_TYPES.has(fileType)) return;
  throw new ImportRefusedError('special_file', `"${name}" is a link or device, not a file.`);
}

/** Names that one file system or another would take for the same file. */
function checkUnique(names: Set<string>, name: string): void {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const key = parts.join('/').normalize('NFC').toLowerCase();
  if (names.has(key)) {
    throw new ImportRefusedError('duplicate_name', `The zip holds "${name}" twice.`);
  }
  names.add(key);
}

function checkSize(record: ZipRecord, limits: ZipLimits): void {
  const { name, bytes, packedBytes } = record;
  if (bytes > limits.entryBytes) {
    throw tooLarge(`"${name}" unpacks to ${bytes} bytes; ${limits.entryBytes} are allowed`);
  }
  if (!record.deflated && bytes !== packedBytes) {
    throw sizeMismatch(name);
  }
  if (bytes > RATIO_FLOOR_BYTES && bytes > packedBytes * limits.ratio) {
    throw new ImportRefusedError(
      'compression_ratio',
      `"${name}" unpacks to more than ${limits.ratio} times its packed size.`,
    );
  }
}

/** Overlapping entries let a few kilobytes stand for gigabytes. */
function limitByNextHeader(records: ZipRecord[]): void {
  const byOffset = records.toSorted((a, b) => a.offset - b.offset);
  byOffset.forEach((record, index) => {
    const next = byOffset[index + 1];
    if (next) record.limit = next.offset;
    if (record.offset + LOCAL_HEADER_BYTES + record.packedBytes <= record.limit) return;
    if (next) throw overlapping(record.name);
    throw damaged(`the data of "${record.name}" runs past the end of the file`);
  });
}
