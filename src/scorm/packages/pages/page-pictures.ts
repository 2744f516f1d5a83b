import type { ContentMedia } from '../../../core/decks/importing/content-batch.ts';
import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import type { ZipArchive } from '../../../platform/zip/zip-reader.ts';
import { contentType } from '../content-type.ts';
import { resolveHref } from '../launch-target.ts';
import { packageFiles } from '../package-files.ts';
import { unpackFile } from '../unpack.ts';

/** Pictures that are drawn and never run. */
const PICTURE = /^image\/(png|jpeg|gif|webp|avif)$/;

/** The pictures that pages show, each unpacked once. */
export interface PagePictures {
  /** Its path in the course, which it is called by; undefined where there is none. */
  pathOf(src: string, base: string): string | undefined;
  /** Unpacks what `pathOf` has found since the last call. */
  unpack(): Promise<ContentMedia[]>;
}

/** @param names from the path in the course to the zip's name */
export function pagePictures(
  zip: ZipArchive,
  names: ReadonlyMap<string, string>,
  workDir: string,
): PagePictures {
  const files = packageFiles(names.keys());
  const seen = new Set<string>();
  let waiting: string[] = [];
  return {
    pathOf(src, base) {
      const path = findPicture(() => resolveHref(files, src, base));
      if (path !== undefined && !seen.has(path)) waiting.push(path);
      if (path !== undefined) seen.add(path);
      return path;
    },
    async unpack() {
      const paths = waiting;
      waiting = [];
      const media: ContentMedia[] = [];
      for (const path of paths) {
        const temporary = `${workDir}/picture-${seen.size}-${media.length}`;
        const file = await unpackFile(zip, { name: names.get(path) ?? '', path, temporary });
        const { sha256, bytes, mime } = file;
        media.push({ name: path, path: temporary, sha256, bytes, mime });
      }
      return media;
    },
  };
}

function findPicture(resolve: () => ReturnType<typeof resolveHref>): string | undefined {
  try {
    const found = resolve();
    if (found.type !== 'file' || !PICTURE.test(contentType(found.target.path))) return undefined;
    return found.target.path;
  } catch (error) {
    // A page may refer to whatever it likes; only what is in the package is taken.
    if (error instanceof ImportRefusedError) return undefined;
    throw error;
  }
}
