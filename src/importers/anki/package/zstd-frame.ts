/** A frame that is damaged, or asks for more than any that Anki writes. */
class ZstdFrameError extends Error {
  override name = 'ZstdFrameError';
}

/** RFC 8878 3.1.1.1.2: what every decoder should allow; Anki's own frames ask for 2 MiB. */
const WIDEST_WINDOW = 8 * 1024 * 1024;
/** fzstd moves its whole window for each block. Full blocks of 128 KiB reach 2.5 GiB with this. */
const MOST_BYTES_MOVED = 160 * 1024 ** 3;
const MAGIC = 0xfd2fb528;

/**
 * Watches a Zstandard frame (RFC 8878 3.1.1) go by, before its bytes reach the decoder: fzstd
 * allocates whatever window a header asks for, and can be kept busy with blocks of no bytes.
 * Returns a function to be called with each chunk, and with nothing at the end.
 */
export function watchZstdFrame(): (chunk?: Uint8Array) => void {
  let head = Buffer.alloc(0);
  let frame: { window: number; checksum: boolean } | undefined;
  let state: 'header' | 'block header' | 'block' | 'checksum' | 'end' = 'header';
  let skip = 0;
  let last = false;
  let moved = 0;
  return (chunk) => {
    if (chunk === undefined) {
      if (state !== 'end') throw new ZstdFrameError('the frame breaks off');
      return;
    }
    let bytes =
      head.length > 0
        ? Buffer.concat([head, chunk])
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    head = Buffer.alloc(0);
    while (bytes.length > 0) {
      if (state === 'end') throw new ZstdFrameError('something follows the frame');
      if (state === 'header') {
        const length = headerLength(bytes);
        if (length === undefined || bytes.length < length) break;
        frame = readHeader(bytes);
        bytes = bytes.subarray(length);
        state = 'block header';
      } else if (state === 'block header') {
        if (bytes.length < 3) break;
        const header = bytes.readUIntLE(0, 3);
        const type = (header >> 1) & 3;
        if (type === 3) throw new ZstdFrameError('a block is of no known type');
        last = (header & 1) === 1;
        skip = type === 1 ? 1 : header >> 3;
        moved += frame?.window ?? 0;
        if (moved > MOST_BYTES_MOVED) throw new ZstdFrameError('its blocks are too many');
        bytes = bytes.subarray(3);
        state = 'block';
      } else {
        const passed = Math.min(skip, bytes.length);
        skip -= passed;
        bytes = bytes.subarray(passed);
      }
      if (skip === 0 && (state === 'block' || state === 'checksum')) {
        if (state === 'block' && !last) state = 'block header';
        else if (state === 'block' && frame?.checksum) {
          state = 'checksum';
          skip = 4;
        } else state = 'end';
      }
    }
    head = Buffer.from(bytes);
  };
}

function headerLength(bytes: Buffer): number | undefined {
  if (bytes.length < 5) return undefined;
  const { single, dictionaryBytes, contentBytes } = descriptor(bytes[4] ?? 0);
  return 5 + (single ? 0 : 1) + dictionaryBytes + contentBytes;
}

function descriptor(flags: number) {
  const single = (flags & 0x20) !== 0;
  const content = flags >> 6;
  return {
    single,
    checksum: (flags & 4) !== 0,
    dictionaryBytes: [0, 1, 2, 4][flags & 3] ?? 0,
    contentBytes: content > 0 ? 1 << content : Number(single),
  };
}

function readHeader(bytes: Buffer): { window: number; checksum: boolean } {
  if (bytes.readUInt32LE(0) !== MAGIC)
    throw new ZstdFrameError('it does not begin as Zstandard does');
  const { single, checksum, dictionaryBytes, contentBytes } = descriptor(bytes[4] ?? 0);
  let window: number;
  if (single)
    window = contentSize(bytes.subarray(5 + dictionaryBytes, 5 + dictionaryBytes + contentBytes));
  else {
    const [exponent, mantissa] = [(bytes[5] ?? 0) >> 3, (bytes[5] ?? 0) & 7];
    const base = 2 ** (10 + exponent);
    window = base + (base / 8) * mantissa;
  }
  if (window > WIDEST_WINDOW) throw new ZstdFrameError(`it asks for a window of ${window} bytes`);
  return { window, checksum };
}

function contentSize(bytes: Buffer): number {
  if (bytes.length === 8) return Number(bytes.readBigUInt64LE(0));
  return bytes.readUIntLE(0, bytes.length) + (bytes.length === 2 ? 256 : 0);
}
