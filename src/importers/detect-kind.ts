import { open } from 'node:fs/promises';
import { checkText } from './csv/csv-table.ts';
import { textSample } from './csv/decoded-text.ts';
import { detectEncoding } from './csv/text-encoding.ts';
import { type ImportKind, ImportRefusedError } from './import-source.ts';
import { openZip } from './zip-reader.ts';

const SAMPLE_CHARACTERS = 64 * 1024;
const COLLECTION = /^collection\.anki(2|21|21b)$/;
/** Binary formats that text detection could take for text in some encoding. */
const BINARY = ['%PDF-', '\xd0\xcf\x11\xe0', '\x1f\x8b', 'SQLite format 3', '7z\xbc\xaf', 'Rar!'];
const BINARY_BYTES = 512;

/**
 * What a file is, by its content alone.
 * @throws {ImportRefusedError} `unknown_kind`, or as `openZip` refuses a zip
 */
export async function detectKind(path: string): Promise<ImportKind> {
  const start = await firstBytes(path);
  if (start.startsWith('PK')) return kindOfZip(path);
  if (BINARY.some((signature) => start.startsWith(signature)) || hasBinaryBytes(start)) {
    throw unknownKind();
  }
  const { text } = await textSample(path, await detectEncoding(path), SAMPLE_CHARACTERS);
  checkText(text);
  return /^\s*\{/.test(text) && /"format"\s*:\s*"crosswalk-deck\//.test(text)
    ? 'json'
    : kindOfText(text);
}
