import { SaxesParser, type SaxesTagNS } from 'saxes';
import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import type { Warn } from '../warnings.ts';
import type { XmlElement } from './xml-element.ts';
import { documentType, malformed, tooLarge } from './xml-refusals.ts';
import { decodeXml } from './xml-text.ts';

export const MAX_XML_BYTES = 16 * 1024 * 1024;
const MAX_DEPTH = 100;
const MAX_ELEMENTS = 200_000;
const MAX_ATTRIBUTES = 100;

interface OpenElement extends XmlElement {
  attributes: Map<string, string>;
}

/**
 * Reads an untrusted XML file whole. Strict, except that a prefix nobody declared is only warned
 * about; a document type is refused, so no entity can be declared.
 * @throws {ImportRefusedError} `malformed_xml`, `document_type`, `too_deep`, `too_large`
 */
export function readXml(file: string, bytes: Buffer, warn: Warn): XmlElement {
  if (bytes.length > MAX_XML_BYTES) throw tooLarge(file, `${MAX_XML_BYTES} bytes are allowed`);
  const text = decodeXml(file, bytes);
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  parser.on('doctype', () => {
    throw documentType(file);
  });
  parser.on('error', ({ message }) => {
    if (!message.includes('unbound namespace prefix'))
      throw malformed(file, `line ${message.replace(/\.$/, '')}`);
    warn(file, `A namespace prefix is not declared (line ${message.replace(/\.$/, '')}).`);
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > MAX_ELEMENTS) throw tooLarge(file, `${MAX_ELEMENTS} elements are allowed`);
    if (open.length === MAX_DEPTH) throw tooDeep(file);
    const element = toElement(file, tag, parser.line);
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
    open.push(element);
  });
  const addText = (part: string) => {
    const element = open.at(-1);
    if (element) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => open.pop());
  parser.write(text).close();
  if (!root) throw malformed(file, 'it has no element');
  return root;
}

function toElement(
  file: string,
  { uri, local, attributes }: SaxesTagNS,
  line: number,
): OpenElement {
  const all = Object.values(attributes);
  if (all.length > MAX_ATTRIBUTES) {
    throw tooLarge(file, `${MAX_ATTRIBUTES} attributes of one element are allowed`);
  }
  // Those without prefix last, so that they win.
  const sorted = all.toSorted((a, b) => Number(b.prefix !== '') - Number(a.prefix !== ''));
  return {
    uri,
    name: local,
    attributes: new Map(sorted.map(({ local, value }) => [local.toLowerCase(), value])),
    children: [],
    text: '',
    line,
  };
}

function tooDeep(file: string): ImportRefusedError {
  return new ImportRefusedError(
    'too_deep',
    `${file} is nested more than ${MAX_DEPTH} elements deep.`,
  );
}
