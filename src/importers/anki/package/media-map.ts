import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import { type AnkiPackage, streamEntry } from './anki-package.ts';
import { messageFields, ProtobufError, readProtobuf, textField } from './protobuf.ts';

/** One media file: its entry in the zip, and the name that fields use. */
export interface MediaFile {
  entry: string;
  name: string;
}

const LARGEST_MAP = 32 * 1024 * 1024;

/**
 * The package's list of media, names as written. A package without one has no media.
 * @throws {ImportRefusedError} `damaged_media`, `too_large`.
 */
export async function readMediaMap(source: AnkiPackage): Promise<MediaFile[]> {
  if (!source.archive.entries.has('media')) return [];
  const chunks: Uint8Array[] = [];
  for await (const chunk of await streamEntry(source, 'media', LARGEST_MAP)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  try {
    return source.version === 3 ? fromProtobuf(bytes) : fromJson(bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof ProtobufError)) throw error;
    throw new ImportRefusedError('damaged_media', 'The list of media cannot be read.', {
      cause: error,
    });
  }
}

/** `{"0": "pin.png"}`; in the oldest packages an empty file. */
function fromJson(text: string): MediaFile[] {
  if (text.trim() === '') return [];
  const map: unknown = JSON.parse(text);
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    throw new SyntaxError('the list of media is no object');
  }
  return Object.entries(map).flatMap(([entry, name]) =>
    typeof name === 'string' ? { entry, name } : [],
  );
}

/** `MediaEntries { repeated MediaEntry entries = 1 }`; the position is the entry's name. */
function fromProtobuf(bytes: Buffer): MediaFile[] {
  return messageFields(readProtobuf(bytes), 1).map((file, position) => ({
    entry: String(position),
    name: textField(file, 1),
  }));
}
