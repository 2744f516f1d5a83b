import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';
import { Problem } from '../../platform/http/problem.ts';

const MAX_FILE_BYTES = 2 * 2 ** 20;
const MAX_FIELD_BYTES = 8 * 1024;

/** Fields of a form and the texts of its small files, by name; what is empty is left out. */
export function readUpload(request: IncomingMessage): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    const found = new Map<string, string>();
    const refuse = (detail: string) => {
      request.unpipe();
      request.resume();
      reject(new Problem(413, 'body_too_large', { detail }));
    };
    const parser = busboy({
      headers: request.headers,
      limits: { files: 1, fileSize: MAX_FILE_BYTES, fields: 10, fieldSize: MAX_FIELD_BYTES },
    });
    parser.on('field', (name, value) => {
      if (value.trim()) found.set(name, value.trim());
    });
    parser.on('file', (name, stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => refuse('The file may have 2 MB at most.'));
      stream.on('end', () => {
        if (chunks.length > 0) found.set(name, Buffer.concat(chunks).toString('utf8'));
      });
    });
    parser.on('error', (cause) => {
      reject(new Problem(400, 'malformed_form', { detail: 'The form cannot be read.', cause }));
    });
    parser.on('close', () => resolve(found));
    request.pipe(parser);
  });
}
