import { refuse } from '../../sso-error.ts';
import { parseXml, type XmlElement, XmlError } from '../xml/xml-tree.ts';

/** The largest that is read of a message: of base64 a third more. */
export const MAX_XML_BYTES = 256 * 1024;

export interface DecodedMessage {
  /** As it was sent: what is signed is this text. */
  xml: string;
  root: XmlElement;
}

/** Bindings 3.5.4: base64 of the XML. @throws SsoError */
export function decodePosted(value: string): DecodedMessage {
  // Some providers break the lines.
  const base64 = value.replaceAll(/\s/g, '');
  if (base64.length > (MAX_XML_BYTES / 3) * 4) tooLarge();
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    refuse('response_malformed', 'The message is not base64');
  }
  return decodeXml(Buffer.from(base64, 'base64'));
}

/** @throws SsoError */
export function decodeXml(bytes: Uint8Array): DecodedMessage {
  const xml = textOf(bytes);
  try {
    return { xml, root: parseXml(xml) };
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return refuse('response_malformed', `The message cannot be read: ${error.message}`);
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('response_malformed', 'The message is not UTF-8');
  }
}

export function tooLarge(): never {
  return refuse('response_too_large', `The message has over ${MAX_XML_BYTES / 1024} kB`);
}
