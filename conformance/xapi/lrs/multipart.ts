import { createHash } from 'node:crypto';
import type { Answer } from './lrs.ts';

export interface Part {
  headers: Record<string, string>;
  content: Buffer;
}

export const sha2Of = (content: Buffer, algorithm = 'sha256'): string =>
  createHash(algorithm).update(content).digest('hex');

/** What a statement says of this content. */
export function attachmentOf(content: Buffer, more: object = {}) {
  return {
    usageType: 'http://example.org/attachments/notes',
    display: { en: 'Notes' },
    contentType: 'text/plain',
    length: content.length,
    sha2: sha2Of(content),
    ...more,
  };
}

export function partOf(content: Buffer, headers: Record<string, string> = {}): Part {
  return {
    content,
    headers: {
      'Content-Type': 'text/plain',
      'Content-Transfer-Encoding': 'binary',
      'X-Experience-API-Hash': sha2Of(content),
      ...headers,
    },
  };
}

/** Statements, and the contents of their attachments. */
export function multipart(json: unknown, parts: Part[]) {
  return mixed([
    { headers: { 'Content-Type': 'application/json' }, content: Buffer.from(JSON.stringify(json)) },
    ...parts,
  ]);
}

export function mixed(parts: Part[], boundary = 'a b') {
  const written = parts.map(({ headers, content }) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\n`),
      ...Object.entries(headers).map(([name, value]) => Buffer.from(`${name}: ${value}\r\n`)),
      Buffer.from('\r\n'),
      content,
      Buffer.from('\r\n'),
    ]),
  );
  return {
    headers: { 'Content-Type': `multipart/mixed; boundary="${boundary}"` },
    body: Buffer.concat([...written, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

/** Takes an answer apart, whole; header names in lower case. */
export function partsOf({ headers, bytes }: Answer): Part[] {
  const [, boundary] = /boundary="?([^";]+)"?/.exec(headers.get('Content-Type') ?? '') ?? [];
  if (boundary === undefined) throw new Error('the answer is not multipart');
  const text = `\r\n${bytes.toString('latin1')}`;
  const [, ...sections] = text.split(`\r\n--${boundary}`);
  if (!sections.pop()?.startsWith('--')) throw new Error('the last boundary is missing');
  return sections.map((section) => {
    const at = section.indexOf('\r\n\r\n');
    const lines = section.slice(2, at).split('\r\n');
    return {
      headers: Object.fromEntries(
        lines.map((line) => {
          const [name = '', ...value] = line.split(': ');
          return [name.toLowerCase(), value.join(': ')];
        }),
      ),
      content: Buffer.from(section.slice(at + 4), 'latin1'),
    };
  });
}
