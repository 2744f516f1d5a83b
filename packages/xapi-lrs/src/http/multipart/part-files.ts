import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../../rules/attachments.ts';
import { XapiError } from '../../xapi-error.ts';
import { tooLarge } from '../request/body.ts';
import type { IncomingPart } from './read-parts.ts';

/** Content of an attachment on disk, its hash checked. */
export interface PartFile {
  path: string;
  contentType: string;
  size: number;
}

/** A folder for the files of one request, which goes when the work is done. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'xapi-attachments-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface Expected {
  /** SHA-2 in lower case of the contents that the statements name. */
  named: ReadonlySet<string>;
  /** Of all together. */
  attachmentBytes: number;
  folder: string;
}

/**
 * Files of the parts by SHA-2 in lower case. What no statement names is refused before it is read, so
 * that there are never more files than names.
 * @throws XapiError 400, 413
 */
export async function receiveFiles(
  parts: AsyncIterable<IncomingPart>,
  { named, attachmentBytes, folder }: Expected,
): Promise<Map<string, PartFile>> {
  const files = new Map<string, PartFile>();
  let left = attachmentBytes;
  for await (const part of parts) {
    const sha2 = hashOf(part);
    if (!named.has(sha2)) throw refused(`No attachment has the hash ${sha2}.`, 'no other contents');
    const path = join(folder, String(files.size));
    const size = await receiveFile(part, { path, sha2, left });
    left -= size;
    files.set(sha2, { path, size, contentType: part.headers.get('content-type') ?? '' });
  }
  return files;
}

/** xAPI 1.0.3 part 3, 1.5.2: the headers that each part has to have. */
function hashOf({ headers }: IncomingPart): string {
  const encoding = headers.get('content-transfer-encoding');
  if (encoding?.toLowerCase() !== 'binary') {
    throw refused('An attachment has no Content-Transfer-Encoding: binary.', 'binary');
  }
  const hash = headers.get('x-experience-api-hash')?.toLowerCase() ?? '';
  if (!digestOf(hash)) {
    throw refused(
      'An attachment has no X-Experience-API-Hash.',
      'SHA-224, SHA-256, SHA-384 or SHA-512 of the content, in hexadecimal',
    );
  }
  return hash;
}

async function receiveFile(
  { content }: IncomingPart,
  { path, sha2, left }: { path: string; sha2: string; left: number },
): Promise<number> {
  const hash = createHash(digestOf(sha2) ?? 'sha256');
  const file = await open(path, 'w');
  let size = 0;
  try {
    for await (const piece of content) {
      size += piece.length;
      if (size > left) throw tooLarge('The attachments of a request are too large together.');
      hash.update(piece);
      await file.write(piece);
    }
  } finally {
    await file.close();
  }
  if (hash.digest('hex') === sha2) return size;
  throw refused(`The content of an attachment has another hash than ${sha2}.`, 'its SHA-2');
}

function refused(message: string, expected: string): XapiError {
  return new XapiError(400, { message, expected, requirement: 'xAPI 1.0.3 part 3, 1.5.2' });
}
