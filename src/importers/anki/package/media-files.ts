import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportedMedia, ImportProblem } from '../../import-source.ts';
import { type AnkiPackage, streamEntry } from './anki-package.ts';
import type { MediaFile } from './media-map.ts';
import { mediaTypeOf } from './media-type.ts';
import { hasScript } from './svg-script.ts';

const GIB = 1024 ** 3;
const LARGEST_FILE = 2 * GIB;
const MOST_BYTES = 4 * GIB;
const LARGEST_SVG = 8 * 1024 * 1024;

export type UnpackedMedia =
  | { type: 'media'; media: ImportedMedia }
  | { type: 'problem'; problem: ImportProblem };

/**
 * Unpacks media to `folder`, one by one. Names become NFC, as Anki's own are; one that has path
 * parts, or comes twice with other content, is refused with a problem.
 */
export async function* unpackMedia(
  source: AnkiPackage,
  files: MediaFile[],
  folder: string,
): AsyncGenerator<UnpackedMedia> {
  const seen = new Map<string, string>();
  let budget = MOST_BYTES;
  for (const [position, { entry, name: written }] of files.entries()) {
    const name = written.normalize('NFC');
    const at = `media ${JSON.stringify(name.slice(0, 200))}`;
    const problem = (severity: ImportProblem['severity'], reason: string): UnpackedMedia => ({
      type: 'problem',
      problem: { at, severity, reason },
    });
    if (!isSafeName(name)) {
      yield problem('failed', 'the name is empty, too long, or has path parts');
    } else if (!source.archive.entries.has(entry)) {
      yield problem('warning', 'the file is listed, but missing from the package');
    } else {
      const path = join(folder, `media-${position}`);
      const { sha256, bytes } = await unpackFile(source, {
        entry,
        path,
        maxBytes: Math.min(LARGEST_FILE, budget),
      });
      budget -= bytes;
      const known = seen.get(name);
      const refusal = known === undefined ? await refusalOf(name, path, bytes) : undefined;
      if (known === undefined && refusal === undefined) {
        seen.set(name, sha256);
        yield { type: 'media', media: { name, path, sha256, bytes, mime: mediaTypeOf(name) } };
      } else {
        await rm(path);
        if (refusal !== undefined) yield problem('failed', refusal);
        else if (known !== sha256)
          yield problem('failed', 'another file of the package has the same name');
      }
    }
  }
}

async function unpackFile(
  source: AnkiPackage,
  { entry, path, maxBytes }: { entry: string; path: string; maxBytes: number },
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const content = await streamEntry(source, entry, maxBytes);
  const measured = async function* () {
    for await (const chunk of content) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  await pipeline(Readable.from(measured()), createWriteStream(path));
  return { sha256: hash.digest('hex'), bytes };
}

function isSafeName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  return name.length <= 400 && !/^\.{0,2}$|[\\/\u0000-\u001f\u007f]/.test(name);
}

/** An SVG can hold scripts that run when it is opened as a page of its own. */
async function refusalOf(name: string, path: string, bytes: number): Promise<string | undefined> {
  if (mediaTypeOf(name) !== 'image/svg+xml') return undefined;
  if (bytes > LARGEST_SVG) return 'the SVG is too large to be checked for scripts';
  return hasScript(await readFile(path, 'utf8')) ? 'the SVG holds a script' : undefined;
}
