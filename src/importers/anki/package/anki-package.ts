import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import { openZip, type ZipArchive } from '../../../platform/zip/zip-reader.ts';
import { numberField, ProtobufError, readProtobuf } from './protobuf.ts';
import { unzstd } from './zstd-stream.ts';

/** An opened `.apkg` or `.colpkg`. */
export interface AnkiPackage {
  archive: ZipArchive;
  /** 1: `collection.anki2`; 2: `collection.anki21`; 3: `collection.anki21b`, everything zstd. */
  version: 1 | 2 | 3;
  /** Zip entry that holds the collection; in versions 2 and 3 `collection.anki2` is a dummy. */
  collection: string;
}

const COLLECTIONS = {
  1: 'collection.anki2',
  2: 'collection.anki21',
  3: 'collection.anki21b',
} as const;
const NEWEST = 3;

/**
 * @throws {ImportRefusedError} those of `openZip`, `not_anki`, `package_too_new`.
 */
export async function openAnkiPackage(path: string): Promise<AnkiPackage> {
  const archive = await openZip(path);
  try {
    const version = await versionOf(archive);
    const collection = COLLECTIONS[version];
    if (!archive.entries.has(collection)) {
      throw new ImportRefusedError('not_anki', `The package holds no "${collection}".`);
    }
    return { archive, version, collection };
  } catch (error) {
    await archive.close();
    throw error;
  }
}

async function versionOf(archive: ZipArchive): Promise<1 | 2 | 3> {
  if (archive.entries.has('meta')) return declaredVersion(await archive.read('meta', 64 * 1024));
  if (archive.entries.has(COLLECTIONS[3])) return 3;
  return archive.entries.has(COLLECTIONS[2]) ? 2 : 1;
}

function declaredVersion(meta: Buffer): 1 | 2 | 3 {
  let version: number;
  try {
    version = numberField(readProtobuf(meta), 1);
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    throw new ImportRefusedError('not_anki', 'The package does not tell its version.', {
      cause: error,
    });
  }
  if (version === 1 || version === 2 || version === 3) return version;
  if (version > NEWEST) {
    throw new ImportRefusedError(
      'package_too_new',
      `The package has version ${version}; versions up to ${NEWEST} are known. Export it for older Anki versions.`,
    );
  }
  throw new ImportRefusedError(
    'not_anki',
    `The package has version ${version}, which there is not.`,
  );
}

/** Content of an entry, unpacked as the package's version packs it. */
export async function streamEntry(
  { archive, version }: AnkiPackage,
  name: string,
  maxBytes: number,
): Promise<AsyncIterable<Uint8Array>> {
  const declared = archive.entries.get(name)?.bytes ?? 0;
  if (declared > maxBytes) {
    throw new ImportRefusedError(
      'too_large',
      `"${name}" unpacks to ${declared} bytes; ${maxBytes} are allowed.`,
    );
  }
  const stream = await archive.stream(name);
  return version === 3 ? unzstd(stream, { name, maxBytes }) : stream;
}
