import { TextDecoder } from 'node:util';
import { malformed } from './xml-refusals.ts';

const DECLARED = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/;

/** The text of an XML file, in the encoding that its first bytes or its declaration tell (XML 1.0 F). */
export function decodeXml(file: string, bytes: Buffer): string {
  const label = encodingOf(bytes);
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw malformed(file, `it is not in ${label}, the encoding it declares`);
  }
}

function encodingOf(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  const declared = DECLARED.exec(
    bytes.toString('latin1', 0, 200).replace(/^\u00ef\u00bb\u00bf/, ''),
  )?.[1];
  // In an encoding of single bytes, so the declaration could be read.
  return declared && !/^utf-?16/i.test(declared) ? declared : 'utf-8';
}
