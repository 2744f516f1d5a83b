/** What the records of a zip file say of one file; cited is PKWARE's APPNOTE 6.3.10. */
export interface ZipEntry {
  /** ASCII or UTF-8, forward slashes. */
  name: string;
  compression: 'stored' | 'deflated';
  crc32: number;
  size: number;
  compressedSize: number;
  /** Where the local header begins. */
  offset: number;
  /**
   * Whether checksum and sizes follow the data, because the local header was written before they
   * were known (4.3.9), and in how many bytes each size.
   */
  descriptor: 'none' | '4-byte sizes' | '8-byte sizes';
}

type Field = readonly [bytes: 2 | 4 | 8, value: number];
const u16 = (value: number): Field => [2, value];
const u32 = (value: number): Field => [4, value];
const u64 = (value: number): Field => [8, value];

/** Stands for a number that does not fit and is told in a zip64 record instead (4.4.1.4). */
const ELSEWHERE_16 = 0xffff;
const ELSEWHERE_32 = 0xffffffff;

/** 4.4.3: deflate and folders; zip64. */
const VERSION = 20;
const VERSION_ZIP64 = 45;
/** 4.4.2: made on Unix, so that the external attributes are a file's mode. */
const MADE_BY = (3 << 8) | 63;
/** 4.4.4: bit 3, a data descriptor follows; bit 11, the name is UTF-8. */
const HAS_DESCRIPTOR = 1 << 3;
const IS_UTF8 = 1 << 11;
const METHODS = { stored: 0, deflated: 8 };
/** 4.4.6: 2000-01-01 00:00, whatever the time: the same files give the same bytes. */
const TIME = 0;
const DATE = (20 << 9) | (1 << 5) | 1;
/** A plain file that its owner may write and everybody read. */
const MODE = 0o100644;

/** 4.3.7. Of an entry with a descriptor, it tells neither checksum nor sizes. */
export function localHeader(entry: ZipEntry): Buffer {
  const { descriptor } = entry;
  if (descriptor === 'none') return localHeaderOf(entry, VERSION, entry, empty);
  const unknown = { crc32: 0, size: 0, compressedSize: 0 };
  if (descriptor === '4-byte sizes') return localHeaderOf(entry, VERSION, unknown, empty);
  const elsewhere = { crc32: 0, size: ELSEWHERE_32, compressedSize: ELSEWHERE_32 };
  return localHeaderOf(entry, VERSION_ZIP64, elsewhere, zip64Extra(0, 0));
}

/** 4.3.9. */
export function dataDescriptor({ crc32, size, compressedSize, descriptor }: ZipEntry): Buffer {
  const bytes = descriptor === '8-byte sizes' ? u64 : u32;
  return record(u32(0x08074b50), u32(crc32), bytes(compressedSize), bytes(size));
}

/** 4.3.12. */
export function centralHeader(entry: ZipEntry): Buffer {
  const { size, compressedSize, offset } = entry;
  const isZip64 =
    entry.descriptor === '8-byte sizes' || Math.max(size, compressedSize, offset) >= ELSEWHERE_32;
  const told = isZip64 ? { size: ELSEWHERE_32, compressedSize: ELSEWHERE_32 } : entry;
  const extra = isZip64 ? zip64Extra(size, compressedSize, offset) : empty;
  const name = Buffer.from(entry.name);
  return Buffer.concat([
    record(
      ...[u32(0x02014b50), u16(MADE_BY)],
      ...commonFields(entry, isZip64 ? VERSION_ZIP64 : VERSION, { ...told, crc32: entry.crc32 }),
      ...[u16(name.length), u16(extra.length)],
      // No comment, the first disk, no internal attributes.
      ...[u16(0), u16(0), u16(0)],
      ...[u32(MODE * 2 ** 16), u32(isZip64 ? ELSEWHERE_32 : offset)],
    ),
    name,
    extra,
  ]);
}

/** 4.3.14 to 4.3.16; `offset` and `size` are those of the central directory. */
export function endOfDirectory(entries: number, offset: number, size: number): Buffer {
  const isZip64 = entries >= ELSEWHERE_16 || Math.max(offset, size) >= ELSEWHERE_32;
  const zip64 = record(
    ...[u32(0x06064b50), u64(44), u16(MADE_BY), u16(VERSION_ZIP64), u32(0), u32(0)],
    ...[u64(entries), u64(entries), u64(size), u64(offset)],
    ...[u32(0x07064b50), u32(0), u64(offset + size), u32(1)],
  );
  const count = u16(isZip64 ? ELSEWHERE_16 : entries);
  const place = isZip64 ? [ELSEWHERE_32, ELSEWHERE_32] : [size, offset];
  const end = record(u32(0x06054b50), u16(0), u16(0), count, count, ...place.map(u32), u16(0));
  return isZip64 ? Buffer.concat([zip64, end]) : end;
}

type Told = Pick<ZipEntry, 'crc32' | 'size' | 'compressedSize'>;

function localHeaderOf(entry: ZipEntry, version: number, told: Told, extra: Buffer): Buffer {
  const name = Buffer.from(entry.name);
  const fields = [u32(0x04034b50), ...commonFields(entry, version, told)];
  return Buffer.concat([record(...fields, u16(name.length), u16(extra.length)), name, extra]);
}

/** What local and central headers have alike. */
function commonFields(entry: ZipEntry, version: number, told: Told): Field[] {
  const flags = IS_UTF8 | (entry.descriptor === 'none' ? 0 : HAS_DESCRIPTOR);
  return [
    ...[u16(version), u16(flags), u16(METHODS[entry.compression]), u16(TIME), u16(DATE)],
    ...[u32(told.crc32), u32(told.compressedSize), u32(told.size)],
  ];
}

const empty = Buffer.alloc(0);

/** 4.5.3. */
function zip64Extra(...values: number[]): Buffer {
  return record(u16(1), u16(values.length * 8), ...values.map(u64));
}

/** Numbers in a row, little-endian (4.4.1.1). */
function record(...fields: Field[]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value, at, width);
    at += width;
  }
  return bytes;
}
