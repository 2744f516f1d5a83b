import type { Writable } from 'node:stream';
import { playerFiles } from '@crosswalk/player/bundle';
import { parseContent } from './content-parser.ts';
import { contentScript } from './course/content-script.ts';
import type { Course } from './course/course.ts';
import { launchPage } from './course/launch-page.ts';
import { planCourse } from './course/plan-course.ts';
import type { DeckContent } from './deck-content.ts';
import type { CourseOptions, ExportOptions } from './export-options.ts';
import { mediaReferences } from './media-references.ts';
import type { MediaSource } from './media-source.ts';
import { PackageError } from './package-error.ts';
import { copiedFile, mediaPackageFile, type PackageFile, textFile } from './package-file.ts';
import { type PackageFormat, packageWriters } from './package-formats.ts';
import { qtiFiles } from './qti/package.ts';
import { writeTarget } from './target-file.ts';
import { writeZip } from './zip-file.ts';

export interface ExportRequest {
  format: PackageFormat;
  content: DeckContent;
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
  const { structure, sequencing, pretest, rollup, ...playing } = request.options ?? {};
  const deck = withOptions(parseContent(request.content), playing);
  const course = planCourse(deck, { structure, sequencing, pretest, rollup });
  const mediaFiles = await findMedia(mediaOf(course), media, signal);
  const files = packageFiles(request.format, course, mediaFiles);
  const mediaBytes = sumOfSizes(mediaFiles);
  const onFile = progressOf(files.length, mediaBytes, request.onProgress);
  const write = (stream: Writable) => writeZip(files, stream, { signal, onFile });
  await writeTarget(target, write);
  return { files: files.length, mediaBytes };
}

function withOptions(
  content: DeckContent,
  options: Omit<ExportOptions, keyof CourseOptions>,
): DeckContent {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const merged = { ...content.options, ...Object.fromEntries(given), mediaBase: 'media/' };
  return parseContent({ ...content, options: merged });
}

function mediaOf({ units }: Course): string[] {
  return [...new Set(units.flatMap(({ content }) => mediaReferences(content)))].sort();
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
  course: Course,
  media: readonly PackageFile[],
): PackageFile[] {
  if (format === 'qti3') return qtiFiles(course, media);
  const writer = packageWriters[format];
  const player = playerFiles();
  const data = writer.launchData(course);
  const files = [
    ...course.units.flatMap((unit) => [
      launchPage(unit, data),
      textFile(unit.script, contentScript(unit.content)),
    ]),
    copiedFile('player.js', player.js),
    copiedFile('player.css', player.css),
    ...media,
    ...writer.controlDocuments(course),
  ];
  const names = files.map(({ name }) => name).sort();
  return [...files, writer.manifest(course, names)];
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
