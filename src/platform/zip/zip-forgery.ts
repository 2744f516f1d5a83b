import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a forged zip; every field but `name` and `content` may lie. */
export interface ForgedEntry {
  name: string;
  content?: Buffer | string;
  /** 8 packs the content, anything else stores it. */
  method?: number;
  declaredMethod?: number;
  flags?: number;
  /** Unix mode with file type, for the upper half of the external attributes. */
  mode?: number;
  declaredBytes?: number;
  declaredPackedBytes?: number;
  declaredCrc?: number;
  /** Points the directory at this offset instead of the entry's own header. */
  offset?: number;
  /** Writes sizes in a ZIP64 extra field. */
  zip64?: boolean;
}

/** For tests: zip bytes written straight after APPNOTE 4.3, so that every lie can be told. */
export function forgeZip(entries: ForgedEntry[], end: { count?: number; directory?: number } = {}) {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? '');
    const method = entry.method ?? 8;
    const data = method === 8 ? deflateRawSync(content) : content;
    const name = Buffer.from(entry.name);
    const sizes = {
      packed: entry.declaredPackedBytes ?? data.length,
      unpacked: entry.declaredBytes ?? content.length,
    };
    const common = commonHeader({ ...entry, method }, sizes, entry.declaredCrc ?? crc32(content));
    parts.push(u32(0x04034b50), common, u16(name.length), u16(0), name, data);
    const extra = entry.zip64 ? zip64Extra(sizes) : Buffer.alloc(0);
    directory.push(
      u32(0x02014b50),
      u16((3 << 8) | 20),
      common,
      u16(name.length),
      u16(extra.length),
      Buffer.alloc(6),
      u32(((entry.mode ?? 0o100644) << 16) >>> 0),
      u32(entry.offset ?? offset),
      name,
      extra,
    );
    offset += 30 + name.length + data.length;
  }
  const listing = Buffer.concat(directory);
  const count = u16(end.count ?? entries.length);
  return Buffer.concat([
    ...parts,
    listing,
    u32(0x06054b50),
    u32(0),
    count,
    count,
    u32(listing.length),
    u32(end.directory ?? offset),
    u16(0),
  ]);
}

function commonHeader(
  entry: ForgedEntry & { method: number },
  sizes: { packed: number; unpacked: number },
  crc: number,
): Buffer {
  return Buffer.concat([
    u16(20),
    u16(entry.flags ?? 0x800),
    u16(entry.declaredMethod ?? entry.method),
    u32(0x21_0000),
    u32(crc),
    u32(entry.zip64 ? 0xffffffff : sizes.packed),
    u32(entry.zip64 ? 0xffffffff : sizes.unpacked),
  ]);
}

function zip64Extra(sizes: { packed: number; unpacked: number }): Buffer {
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(BigInt(sizes.unpacked), 4);
  extra.writeBigUInt64LE(BigInt(sizes.packed), 12);
  return extra;
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
