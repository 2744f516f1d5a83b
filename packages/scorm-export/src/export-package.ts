import type { Writable } from 'node:stream';
import { playerFiles } from '@crosswalk/player/bundle';
import type { PlayerContent, PlayerOptions } from '@crosswalk/player/content';
import { parseContent } from './content-parser.ts';
import { contentScript } from './content-script.ts';
import { mediaReferences } from './media-references.ts';
import type { MediaSource } from './media-source.ts';
import { PackageError } from './package-error.ts';
import { copiedFile, mediaPackageFile, type PackageFile, textFile } from './package-file.ts';
import { type PackageFormat, packageWriters } from './package-formats.ts';
import { writeWhole } from './target-file.ts';
import { writeZip } from './zip-file.ts';

/** What an export may say otherwise than the deck. */
export type ExportOptions = Partial<
  Pick<PlayerOptions, 'mode' | 'masteryScore' | 'buttons' | 'feedback' | 'locale'>
>;

export interface ExportRequest {
  format: PackageFormat;
  content: PlayerContent;
  /** Asked once for each media file that the deck's HTML and styles refer to. */
  media: MediaSource;
  options?: ExportOptions;
  /** A path, which changes only when the package is whole, or a stream, which is ended. */
  target: string | Writable;
  signal?: AbortSignal;
  onProgress?: (progress: ExportProgress) => void;
}

/** Reported after each file; bytes are those of the media. */
export interface ExportProgress {
  files: { done: number; total: number };
  bytes: { done: number; total: number };
}

export interface ExportSummary {
  files: number;
  mediaBytes: number;
}

/**
 * Writes a deck as a package that learning platforms play. The same deck, media and options give
 * the same bytes, whatever the time and time zone.
 * @throws PackageError when the deck or its media cannot be packaged; the signal's reason when
 * aborted; errors of the file system.
 */
export async function exportPackage(request: ExportRequest): Promise<ExportSummary> {
  const { media, target, signal } = request;
  signal?.throwIfAborted();
  const content = withOptions(parseContent(request.content), request.options);
  const mediaFiles = await findMedia(mediaReferences(content), media, signal);
  const files = packageFiles(request.format, content, mediaFiles);
  const mediaBytes = sumOfSizes(mediaFiles);
  const onFile = progressOf(files.length, mediaBytes, request.onProgress);
  const write = (stream: Writable) => writeZip(files, stream, { signal, onFile });
  await (typeof target === 'string' ? writeWhole(target, write) : write(target));
  return { files: files.length, mediaBytes };
}

function withOptions(content: PlayerContent, options: ExportOptions = {}): PlayerContent {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const merged = { ...content.options, ...Object.fromEntries(given), mediaBase: 'media/' };
  return parseContent({ ...content, options: merged });
}

async function findMedia(
  names: readonly string[],
  media: MediaSource,
  signal: AbortSignal | undefined,
): Promise<PackageFile[]> {
  const files: PackageFile[] = [];
  const missing: string[] = [];
  for (const name of names) {
    signal?.throwIfAborted();
    const file = await media(name);
    if (file) files.push(mediaPackageFile(`media/${name}`, file));
    else missing.push(`media/${name}`);
  }
  if (missing.length === 0) return files;
  throw new PackageError(
    'missing-media',
    'The deck uses media that were not found:',
    missing.map((at) => ({ at, message: 'not found' })),
  );
}

function packageFiles(
  format: PackageFormat,
  content: PlayerContent,
  media: readonly PackageFile[],
): PackageFile[] {
  const writer = packageWriters[format];
  const player = playerFiles();
  const files = [
    ...writer.launchFiles(content),
    textFile('content.js', contentScript(content)),
    copiedFile('player.js', player.js),
    copiedFile('player.css', player.css),
    ...media,
    ...writer.controlDocuments(),
  ];
  const names = files.map(({ name }) => name).sort();
  return [...files, ...writer.manifests(content, names)];
}

function progressOf(
  files: number,
  bytes: number,
  report: ExportRequest['onProgress'],
): (file: PackageFile) => void {
  let filesDone = 0;
  let bytesDone = 0;
  return ({ size = 0 }) => {
    filesDone++;
    bytesDone += size;
    report?.({
      files: { done: filesDone, total: files },
      bytes: { done: bytesDone, total: bytes },
    });
  };
}

function sumOfSizes(files: readonly PackageFile[]): number {
  return files.reduce((sum, { size = 0 }) => sum + size, 0);
}
