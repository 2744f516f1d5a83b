import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaEntry } from '../../core/decks/deck-document.ts';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { ImportedMedia } from '../import-source.ts';
import { sniffMediaType } from '../media-type.ts';
import { sanitizeSvg } from '../svg-sanitizer.ts';

export type UnpackedMedia = { media: ImportedMedia } | { failure: string };

/** Writes the content of a media entry to `workDir`, named by its hash. */
export async function unpackMedia(entry: MediaEntry, workDir: string): Promise<UnpackedMedia> {
  const original = decodeBase64(entry.data ?? '');
  if (!original) return { failure: 'its data is not base64' };
  if (entry.sha256 !== undefined && entry.sha256 !== sha256Of(original)) {
    return { failure: 'its data has another sha256 than it says' };
  }
  const { mime, ext } = sniffMediaType(original, entry.name);
  try {
    const content = ext === 'svg' ? Buffer.from(sanitizeSvg(svgText(original))) : original;
    const sha256 = sha256Of(content);
    const path = join(workDir, `${sha256}.${ext}`);
    await writeFile(path, content);
    return { media: { name: entry.name, path, sha256, bytes: content.length, mime } };
  } catch (error) {
    if (error instanceof ImportRefusedError) return { failure: error.message };
    throw error;
  }
}

function svgText(content: Buffer): string {
  const utf16 = content[0] === 0xff && content[1] === 0xfe;
  return content.toString(utf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
}

/** Undefined where Node would pass over characters that are not base64. */
function decodeBase64(data: string): Buffer | undefined {
  const text = data.replace(/\s+/g, '').replace(/={1,2}$/, '');
  const content = Buffer.from(text, 'base64');
  return content.length === Math.floor((text.length * 3) / 4) ? content : undefined;
}

function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
