import { createReadStream } from 'node:fs';
import iconv from 'iconv-lite';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';

/** The text of a file in pieces, without a byte order mark. */
export async function* decodedText(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding);
  for await (const chunk of createReadStream(path)) {
    const text = decoder.write(chunk);
    if (text !== '') yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest;
}

/** The first characters of a file. */
export async function textSample(
  path: string,
  encoding: string,
  characters: number,
): Promise<{ text: string; whole: boolean }> {
  let text = '';
  for await (const piece of decodedText(path, encoding)) {
    text += piece;
    if (text.length > characters) return { text: text.slice(0, characters), whole: false };
  }
  return { text, whole: true };
}

/**
 * Tells text from binary data, which has zeros, many control characters, or many bytes that mean
 * nothing in the encoding.
 * @throws {ImportRefusedError} `unknown_kind`
 */
export function checkText(sample: string): void {
  const strange = sample.match(STRANGE)?.length ?? 0;
  if (!sample.includes('\u0000') && strange <= 4 + sample.length / 50) return;
  throw new ImportRefusedError('unknown_kind', 'The file holds binary data, not text.');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const STRANGE = /[\u0001-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/g;
