import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { ZipArchive } from '../../platform/zip/zip-reader.ts';

const MAX_DEPTH = 64;
/** Between two tags; a cell of Excel holds 32,767 characters at most. */
const MAX_RUN_CHARACTERS = 4_000_000;

/** Names come without a namespace prefix. */
export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Parses one part of a package as it is unpacked, and yields after each piece of it, so that the
 * caller can pass on what the handlers found. Strict; a document type is refused, so that no
 * entity can be declared.
 * @throws {ImportRefusedError} `invalid_xlsx`, `too_large`
 */
export async function* parsePart(
  zip: ZipArchive,
  part: string,
  handlers: XmlHandlers,
): AsyncGenerator<void> {
  const parser = new SaxesParser();
  let depth = 0;
  let run = 0;
  parser.on('doctype', () => {
    throw invalid(part, 'it declares a document type');
  });
  parser.on('error', (error) => {
    throw invalid(part, error.message);
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    run = 0;
    if (depth > MAX_DEPTH) throw invalid(part, `it is nested more than ${MAX_DEPTH} deep`);
    handlers.open(localName(name), attributes);
  });
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    run = 0;
    handlers.close?.(localName(name));
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of await zip.stream(part)) {
    run += chunk.length;
    if (run > MAX_RUN_CHARACTERS) {
      throw new ImportRefusedError('too_large', `${part} holds a text that is too long.`);
    }
    parser.write(decode(decoder, part, chunk));
    yield;
  }
  parser.write(decode(decoder, part)).close();
  yield;
}

/** For parts that are read for what their handlers collect. */
export async function readPart(
  zip: ZipArchive,
  part: string,
  handlers: XmlHandlers,
): Promise<void> {
  for await (const _ of parsePart(zip, part, handlers));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function invalid(part: string, detail: string): ImportRefusedError {
  return new ImportRefusedError(
    'invalid_xlsx',
    `${part} of the Excel file cannot be read: ${detail}.`,
  );
}

/** Excel writes UTF-8, whatever ECMA-376 allows. */
function decode(
  decoder: InstanceType<typeof TextDecoder>,
  part: string,
  chunk?: Uint8Array,
): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw invalid(part, 'it is not UTF-8');
  }
}
