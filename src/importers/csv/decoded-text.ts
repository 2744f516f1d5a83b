import { createReadStream } from 'node:fs';
import iconv from 'iconv-lite';

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
