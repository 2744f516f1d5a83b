import { refuse } from '../../sso-error.ts';
import type { XmlElement } from '../xml/xml-tree.ts';

/** RFC 9231; SHA-1 and HMAC are missing on purpose. */
const signatureMethods = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
]);
const digestMethods = new Set([
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
]);
const transforms = new Set([
  'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
]);
/** XML Encryption 1.1; RSA 1.5 and Triple DES are missing on purpose. */
const encryptionMethods = new Set([
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
]);

/** Maps: whoever wrote the message chose the names that are looked up. */
const allowed = new Map<string, ReadonlySet<string>>([
  ['SignatureMethod', signatureMethods],
  ['DigestMethod', digestMethods],
  ['Transform', transforms],
  ['CanonicalizationMethod', transforms],
  ['EncryptionMethod', encryptionMethods],
]);

/** Only what is sound today, in every signature and encryption of the message. @throws SsoError */
export function checkAlgorithms(element: XmlElement): void {
  const known = allowed.get(element.name);
  const algorithm = element.attributes.get('Algorithm');
  if (known && !(algorithm && known.has(algorithm))) {
    refuse(
      'algorithm_refused',
      `${element.name} is ${algorithm?.split('#').at(-1) || 'not named'}, which is not accepted`,
    );
  }
  // Its digest is of OAEP, where nothing rests on it being free of collisions.
  if (element.name === 'EncryptionMethod') return;
  for (const child of element.children) checkAlgorithms(child);
}

/** Of the signature in a redirect (Bindings 3.4.4.1): Node's name of its digest. */
export const redirectDigests: ReadonlyMap<string, 'sha256' | 'sha512'> = new Map([
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', 'sha512'],
]);
