import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { ApkgSource, WrittenApkg } from './writing/apkg-source.ts';
import { writeCollection } from './writing/collection.ts';

const MTIME = new Date(Date.UTC(2020, 0, 1));

/**
 * Writes an `.apkg` that every Anki since 2.0 reads: `collection.anki2` of schema 11, media listed in
 * JSON. Ids, guids and settings that an import kept in `source` go back in place. The same content
 * makes the same bytes.
 */
export async function writeApkg(target: string, source: ApkgSource): Promise<WrittenApkg> {
  const { bytes, written } = await writeCollection(source);
  const zip = new ZipFile();
  const options = { mtime: MTIME, mode: 0o100644 };
  zip.addBuffer(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    'collection.anki2',
    options,
  );
  const names: Record<string, string> = {};
  let media = 0;
  for await (const { name, path } of source.media) {
    names[media] = name.normalize('NFC');
    zip.addFile(path, String(media++), { ...options, compress: false });
  }
  zip.addBuffer(Buffer.from(JSON.stringify(names)), 'media', options);
  zip.end();
  const part = `${target}.part`;
  try {
    await pipeline(zip.outputStream, createWriteStream(part));
    await rename(part, target);
  } finally {
    await rm(part, { force: true });
  }
  return { ...written, media };
}
