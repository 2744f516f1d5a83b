import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';

export interface Upload {
  /** Where the file was written, inside the given folder. */
  path: string;
  /** As its sender called it; never used as a path. */
  fileName: string;
  sha256: string;
  bytes: number;
  fields: Record<string, string>;
}

const MAX_FIELDS = 20;
const MAX_FIELD_BYTES = 64 * 1024;

/**
 * Streams one multipart file to disk, hashing it on the way.
 * @throws ImportRefusedError for anything but exactly one file called `file`, or one that is too large
 */
export async function receiveUpload(
  request: IncomingMessage,
  { folder, maxBytes }: { folder: string; maxBytes: number },
): Promise<Upload> {
  const parser = createParser(request, maxBytes);
  const fields: Record<string, string> = Object.create(null);
  let file: Promise<Omit<Upload, 'fields'>> | undefined;
  let refusal: ImportRefusedError | undefined;

  parser.on('field', (name, value, info) => {
    if (info.valueTruncated)
      refusal = new ImportRefusedError('invalid_upload', `The field "${name}" is too long.`);
    fields[name] = value;
  });
  parser.on('file', (name, stream, info) => {
    if (name !== 'file' || file) {
      refusal = new ImportRefusedError(
        'invalid_upload',
        'Send exactly one file, in the part called "file".',
      );
      stream.resume();
      return;
    }
    const fileName = basename((info.filename ?? '').replaceAll('\\', '/')) || 'file';
    stream.once('limit', () => {
      refusal = new ImportRefusedError(
        'too_large',
        `The file is larger than ${maxBytes} bytes, the most this hub takes.`,
      );
    });
    file = store(stream, join(folder, 'upload'), fileName);
    // Heard again below; until then a failure here must not end the process.
    file.catch(() => undefined);
  });
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
    parser.on(limit, () => {
      refusal = new ImportRefusedError('invalid_upload', 'The upload has too many parts.');
    });
  }
  try {
    await pipeline(request, parser);
  } catch (cause) {
    throw (
      refusal ??
      new ImportRefusedError(
        'invalid_upload',
        'The upload is not complete, or not multipart/form-data.',
        { cause },
      )
    );
  }
  const stored = await file;
  if (refusal) throw refusal;
  if (!stored)
    throw new ImportRefusedError(
      'invalid_upload',
      'There is no file in the upload: send it in the part called "file".',
    );
  return { ...stored, fields };
}

function createParser(request: IncomingMessage, maxBytes: number) {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: {
        fileSize: maxBytes,
        files: 2,
        fields: MAX_FIELDS,
        fieldSize: MAX_FIELD_BYTES,
        parts: MAX_FIELDS + 2,
      },
    });
  } catch (cause) {
    throw new ImportRefusedError(
      'invalid_upload',
      'Send the file as multipart/form-data, in the part called "file".',
      { cause },
    );
  }
}

async function store(stream: NodeJS.ReadableStream, path: string, fileName: string) {
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(stream, meter, createWriteStream(path, { flags: 'wx' }));
  return { path, fileName, sha256: hash.digest('hex'), bytes };
}
