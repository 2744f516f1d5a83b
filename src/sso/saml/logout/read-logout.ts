import { verify } from 'node:crypto';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { SAML } from '@node-saml/node-saml';
import type { SamlSettings } from '../../connections/sso-settings.ts';
import { refuse, SsoError } from '../../sso-error.ts';
import { toPem } from '../keys/self-signed-certificate.ts';
import { checkAlgorithms, redirectDigests } from '../response/algorithms.ts';
import {
  type DecodedMessage,
  decodePosted,
  decodeXml,
  MAX_XML_BYTES,
  tooLarge,
} from '../response/decode-response.ts';
import { checkIds, checkSignatures } from '../response/structure.ts';
import type { XmlElement } from '../xml/xml-tree.ts';

const inflate = promisify(inflateRaw);

/** A message of logout whose signature holds. */
export interface SignedMessage {
  root: XmlElement;
  relayState: string | undefined;
}

type Kind = 'SAMLRequest' | 'SAMLResponse';

/**
 * From an address, which the signature beside it covers (Bindings 3.4.4.1).
 * @param query as it was sent, without the question mark
 * @throws SsoError
 */
export async function readRedirected(
  query: string,
  { certificates }: Pick<SamlSettings, 'certificates'>,
): Promise<SignedMessage> {
  const raw = parametersOf(query);
  const kind: Kind = raw.has('SAMLRequest') ? 'SAMLRequest' : 'SAMLResponse';
  const [message, algorithm, signature] = [kind, 'SigAlg', 'Signature'].map((name) =>
    raw.get(name),
  );
  if (message === undefined) return refuse('logout_invalid', 'There is no message');
  if (algorithm === undefined || signature === undefined) {
    return refuse('logout_invalid', 'The message is not signed');
  }
  const digest = redirectDigests.get(decodeURIComponent(algorithm));
  if (!digest)
    return refuse('algorithm_refused', 'Its signature is of a kind that is not accepted');
  const signed = [kind, 'RelayState', 'SigAlg']
    .filter((name) => raw.has(name))
    .map((name) => `${name}=${raw.get(name)}`)
    .join('&');
  const bytes = Buffer.from(decodeURIComponent(signature), 'base64');
  const holds = certificates.some((certificate) =>
    verify(digest, Buffer.from(signed), toPem(certificate), bytes),
  );
  if (!holds) refuse('signature_invalid', 'The signature of the message does not hold');
  const { root } = decodeXml(await inflated(decodeURIComponent(message)));
  const relayState = raw.get('RelayState');
  return { root, relayState: relayState && decodeURIComponent(relayState.replaceAll('+', ' ')) };
}

/** As they are encoded, for that is what is signed; none of them twice. */
function parametersOf(query: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    const name = at === -1 ? part : part.slice(0, at);
    if (found.has(name)) refuse('logout_invalid', `The address has ${name.slice(0, 40)} twice`);
    found.set(name, at === -1 ? '' : part.slice(at + 1));
  }
  try {
    for (const value of found.values()) decodeURIComponent(value);
  } catch {
    refuse('logout_invalid', 'The address is not encoded as it should be');
  }
  return found;
}

/** A few bytes may swell to gigabytes: it ends where no message is that long. */
async function inflated(base64: string): Promise<Uint8Array> {
  try {
    return await inflate(Buffer.from(base64, 'base64'), { maxOutputLength: MAX_XML_BYTES });
  } catch (error) {
    if (error instanceof RangeError) return tooLarge();
    return refuse('response_malformed', 'The message is not deflated');
  }
}

/** From a form, with the signature in the message. @throws SsoError */
export async function readPosted(
  { kind, value, relayState }: { kind: Kind; value: string; relayState: string | undefined },
  saml: SAML,
): Promise<SignedMessage> {
  const { root }: DecodedMessage = decodePosted(value);
  checkSignatures(root, [root]);
  checkIds(root);
  checkAlgorithms(root);
  try {
    if (kind === 'SAMLRequest') await saml.validatePostRequestAsync({ SAMLRequest: value });
    else await saml.validatePostResponseAsync({ SAMLResponse: value });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new SsoError('signature_invalid', `The signature does not hold: ${said}`, { cause });
  }
  return { root, relayState };
}
