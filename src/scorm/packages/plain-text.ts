import { TextDecoder } from 'node:util';

/** Text that names no encoding, as AICC's files and old pages: UTF-8 where it is valid, else that of Windows. */
export function plainText(bytes: Buffer): string {
  return decode(bytes)
    .replace(/^\ufeff/, '')
    .replaceAll('\0', '');
}

function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
