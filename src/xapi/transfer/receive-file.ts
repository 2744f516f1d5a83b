import type { IncomingMessage } from 'node:http';
import { basename } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { StoredBlob } from '../../platform/blobs/blobs.ts';
import { Problem } from '../../platform/http/problem.ts';

export interface ReceivedFile extends StoredBlob {
  fileName: string;
}

interface Receiving {
  maxBytes: number;
  store(source: Readable): Promise<StoredBlob>;
}

const lineTypes = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

/**
 * Streams the file of a request into the store: the part `file` of multipart/form-data, or the body
 * itself as JSON Lines.
 * @throws Problem 400, 413
 */
export async function receiveFile(
  request: IncomingMessage,
  receiving: Receiving,
): Promise<ReceivedFile> {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';', 1);
  const mediaType = type.trim().toLowerCase();
  if (lineTypes.includes(mediaType)) {
    return { fileName: 'statements.jsonl', ...(await storeWithin(request, receiving)) };
  }
  if (mediaType === 'multipart/form-data') return receivePart(request, receiving);
  throw refused(
    'Send JSON Lines as application/x-ndjson, or as multipart/form-data in the part called "file".',
  );
}

async function receivePart(request: IncomingMessage, receiving: Receiving): Promise<ReceivedFile> {
  const parser = createParser(request);
  let file: Promise<ReceivedFile> | undefined;
  parser.on('file', (name, stream, { filename = '' }) => {
    if (name !== 'file' || file) {
      stream.resume();
      return;
    }
    const fileName = basename(filename.replaceAll('\\', '/')) || 'file';
    file = storeWithin(stream, receiving).then((stored) => ({ fileName, ...stored }));
    // Heard again below; until then a failure here must not end the process.
    file.catch(() => stream.resume());
  });
  try {
    await pipeline(request, parser);
  } catch (cause) {
    await file?.catch(() => undefined);
    throw refused('The upload is not complete, or not multipart/form-data.', cause);
  }
  if (!file) throw refused('There is no file in the upload: send it in the part called "file".');
  return file;
}

function createParser(request: IncomingMessage) {
  try {
    const limits = { files: 2, fields: 10, parts: 12 };
    return busboy({ headers: request.headers, defParamCharset: 'utf8', limits });
  } catch (cause) {
    throw refused('The upload is not multipart/form-data.', cause);
  }
}

async function storeWithin(source: Readable, { store, maxBytes }: Receiving): Promise<StoredBlob> {
  let bytes = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(tooLarge(maxBytes));
      else done(null, chunk);
    },
  });
  source.once('error', (error) => limited.destroy(error));
  return store(source.pipe(limited));
}

function refused(detail: string, cause?: unknown): Problem {
  return new Problem(400, 'invalid_upload', { detail, cause });
}

function tooLarge(maxBytes: number): Problem {
  return new Problem(413, 'body_too_large', {
    detail: `The file is larger than ${maxBytes} bytes, the most this hub takes.`,
  });
}
