import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { PackageError } from './package-error.ts';
import type { PackageFile } from './package-file.ts';

/**
 * Zip times are local by definition, so a local date gives the same bytes in every time zone, once
 * yazl's additional UTC time stamp is off.
 */
const entryOptions = {
  mtime: new Date(2000, 0, 1),
  forceDosTimestamp: true,
  mode: 0o100644,
};

export interface ZipOptions {
  signal?: AbortSignal | undefined;
  /** Called when a file has been written. */
  onFile?: (file: PackageFile) => void;
}

/** Streams the files, sorted by name, into `target` and ends it; the same files give the same bytes. */
export async function writeZip(
  files: readonly PackageFile[],
  target: Writable,
  { signal, onFile }: ZipOptions = {},
): Promise<void> {
  const zip = new ZipFile();
  const failed = new AbortController();
  let source: Readable | undefined;
  zip.on('error', (error) => failed.abort(error));
  for (const file of [...files].sort(byName)) {
    zip.addReadStreamLazy(
      file.name,
      { ...entryOptions, ...sizeOf(file), compress: file.compression === 'deflated' },
      (use) => {
        source = openCounted(file, (error) => failed.abort(error), onFile);
        use(null, source);
      },
    );
  }
  zip.end();
  try {
    const signals = signal ? [signal, failed.signal] : [failed.signal];
    await pipeline(zip.outputStream, target, { signal: AbortSignal.any(signals) });
  } catch (error) {
    failed.signal.throwIfAborted();
    signal?.throwIfAborted();
    throw error;
  } finally {
    // After a failure yazl still holds the file it was reading.
    source?.destroy();
  }
}

/** yazl does not hear a stream's error, and does not name the file whose length is wrong. */
function openCounted(
  file: PackageFile,
  onError: (error: Error) => void,
  onFile: ZipOptions['onFile'],
): Readable {
  const source = file.open();
  let bytes = 0;
  source.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  source.once('error', onError);
  source.once('end', () => {
    if (file.size === undefined || file.size === bytes) onFile?.(file);
    else onError(changed(file, bytes));
  });
  return source;
}

function sizeOf({ size }: PackageFile): { size?: number } {
  return size === undefined ? {} : { size };
}

function changed(file: PackageFile, bytes: number): PackageError {
  return new PackageError('changed-media', 'A media file is not as long as its source said:', [
    { at: file.name, message: `${file.size} bytes announced, ${bytes} read` },
  ]);
}

function byName(a: PackageFile, b: PackageFile): number {
  return a.name < b.name ? -1 : 1;
}
