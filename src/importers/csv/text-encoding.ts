import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';

const CHUNK_BYTES = 256 * 1024;
const MARKS: [mark: string, encoding: string][] = [
  ['\xff\xfe\x00\x00', 'utf-32le'],
  ['\x00\x00\xfe\xff', 'utf-32be'],
  ['\xef\xbb\xbf', 'utf-8'],
  ['\xff\xfe', 'utf-16le'],
  ['\xfe\xff', 'utf-16be'],
];
/** Below this chardet guesses; files of European spreadsheets are then likeliest. */
const SURE = 20;
const FALLBACK = 'windows-1252';

/**
 * The encoding of a text file, as iconv-lite names it: by its byte order mark, by its zero bytes,
 * UTF-8 when the whole file is that, else as chardet judges the part that is not.
 */
export async function detectEncoding(path: string): Promise<string> {
  const file = await open(path, 'r');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let position = 0; ; ) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, position);
      const bytes = chunk.subarray(0, bytesRead);
      const told = position === 0 ? byFirstBytes(bytes) : undefined;
      if (told) return told;
      if (!isUtf8(utf8, bytes)) return legacyEncoding(bytes);
      if (bytesRead === 0) return 'utf-8';
      position += bytesRead;
    }
  } finally {
    await file.close();
  }
}

function isUtf8(decoder: InstanceType<typeof TextDecoder>, bytes: Buffer): boolean {
  try {
    decoder.decode(bytes, { stream: bytes.length > 0 });
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 without a mark has a zero in every other byte wherever it holds ASCII. */
function byFirstBytes(bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, 4);
  const marked = MARKS.find(([mark]) => start.startsWith(mark));
  if (marked) return marked[1];
  const zeros = [0, 0];
  const sample = bytes.subarray(0, 4096);
  for (let index = 0; index < sample.length; index += 1) {
    if (sample[index] === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 4 && even < odd / 10) return 'utf-16le';
  if (even > sample.length / 4 && odd < even / 10) return 'utf-16be';
  return undefined;
}

function legacyEncoding(bytes: Buffer): string {
  const best = analyse(bytes).find(
    ({ name }) => !name.startsWith('UTF') && iconv.encodingExists(name),
  );
  if (!best || best.confidence < SURE) return FALLBACK;
  // The Windows code page has all of ISO 8859-1 and the quotation marks and dashes that it lacks.
  return best.name === 'ISO-8859-1' ? FALLBACK : best.name;
}
