import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { ZipArchive } from '../../platform/zip/zip-reader.ts';
import { readPart, type XmlHandlers } from './xml-part.ts';

const PART = 'xl/sharedStrings.xml';
const MAX_STRINGS = 2_000_000;
const MAX_CHARACTERS = 64_000_000;

/** The texts that cells refer to by number (ECMA-376-1 18.4.9); rich text loses its formatting. */
export async function readSharedStrings(zip: ZipArchive): Promise<string[]> {
  const strings: string[] = [];
  if (!zip.entries.has(PART)) return strings;
  let characters = 0;
  const text = textHandlers((value) => {
    characters += value.length;
    if (strings.length >= MAX_STRINGS || characters > MAX_CHARACTERS) {
      throw new ImportRefusedError('too_large', 'The Excel file holds too much text.');
    }
    strings.push(value);
  }, 'si');
  await readPart(zip, PART, text);
  return strings;
}

/**
 * Collects the text of an `si` or `is` element: of `t`, alone or in runs, but not of the phonetic
 * runs that Japanese texts carry beside (ECMA-376-1 18.4.6).
 */
export function textHandlers(
  done: (text: string) => void,
  element: 'si' | 'is',
): Required<XmlHandlers> {
  let value = '';
  let inText = false;
  let phonetic = false;
  return {
    open: (name) => {
      if (name === element) value = '';
      if (name === 'rPh') phonetic = true;
      if (name === 't') inText = !phonetic;
    },
    text: (piece) => {
      if (inText) value += piece;
    },
    close: (name) => {
      if (name === 't') inText = false;
      if (name === 'rPh') phonetic = false;
      if (name === element) done(unescapeText(value));
    },
  };
}

/** Characters that XML cannot hold are written as `_x000D_` (ECMA-376-1 22.9.2.19). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
