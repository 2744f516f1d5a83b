import { promisify } from 'node:util';
import { decrypt } from 'xml-encryption';
import { SsoError } from '../../sso-error.ts';
import { parseXml, type XmlElement, xmlOf } from '../xml/xml-tree.ts';
import { checkAlgorithms } from './algorithms.ts';
import { checkIds, checkSignatures } from './structure.ts';

const decryptXml = promisify(decrypt);

/**
 * The key that opens the assertion, whose inside is then held to the same rules as what comes in the
 * clear. Every failure is one and the same: who sends texts to try learns nothing of the key.
 * @param keys PKCS #8, newest first
 * @throws SsoError
 */
export async function openAssertion(
  encrypted: XmlElement,
  keys: readonly string[],
): Promise<string> {
  const xml = xmlOf(encrypted);
  for (const key of keys) {
    const inside = await decryptXml(xml, {
      key,
      disallowDecryptionWithInsecureAlgorithm: true,
      warnInsecureAlgorithm: false,
    }).catch(() => undefined);
    const root = inside && readInside(inside);
    if (!root) continue;
    checkAlgorithms(root);
    checkSignatures(root, [root]);
    checkIds(root);
    return key;
  }
  throw new SsoError('signature_invalid', 'The assertion is not encrypted for a key of this hub');
}

function readInside(xml: string): XmlElement | undefined {
  try {
    return parseXml(xml);
  } catch {
    return undefined;
  }
}
