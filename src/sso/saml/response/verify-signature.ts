import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import type { SamlSettings } from '../../connections/sso-settings.ts';
import { SsoError } from '../../sso-error.ts';
import { parseXml } from '../xml/xml-tree.ts';
import { type Assertion, readAssertion } from './assertion.ts';
import { CLOCK_SKEW_MS } from './checks.ts';

interface Signed {
  /** As it was posted. */
  samlResponse: string;
  settings: Pick<SamlSettings, 'certificates' | 'signed'>;
  /** Of this service provider. */
  entityId: string;
  acsUrl: string;
  /** PKCS #8; where the assertion is encrypted. */
  decryptionKey: string | undefined;
}

/**
 * Checks the signature by the certificates of the provider, and gives what it signed: never
 * anything that merely stands beside it.
 * @throws SsoError `signature_invalid`
 */
export async function verifySignature(signed: Signed): Promise<Assertion> {
  const { settings, entityId, acsUrl, decryptionKey } = signed;
  const saml = new SAML({
    idpCert: settings.certificates,
    issuer: entityId,
    callbackUrl: acsUrl,
    audience: entityId,
    // With neither wanted, the library still takes nothing that no signature covers.
    wantAssertionsSigned: settings.signed === 'assertion' || settings.signed === 'both',
    wantAuthnResponseSigned: settings.signed === 'response' || settings.signed === 'both',
    // Requests are bound to a browser and claimed by our own steps: the library's memory is of one process.
    validateInResponseTo: ValidateInResponseTo.never,
    acceptedClockSkewMs: CLOCK_SKEW_MS,
    signatureAlgorithm: 'sha256',
    ...(decryptionKey && { decryptionPvk: decryptionKey }),
  });
  const xml = await verifiedXml(saml, signed.samlResponse);
  const assertion = readAssertion(parseXml(xml));
  if (!assertion) throw new SsoError('signature_invalid', 'What is signed is no assertion');
  return assertion;
}

async function verifiedXml(saml: SAML, SAMLResponse: string): Promise<string> {
  try {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse });
    const xml = profile?.getAssertionXml?.();
    if (!xml) throw new Error('Nothing is signed');
    return xml;
  } catch (cause) {
    throw readable(cause);
  }
}

/** The library checks some of what our steps check again: those are told apart for whoever reads it. */
function readable(cause: unknown): SsoError {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (/expired/.test(said)) return new SsoError('assertion_expired', said, { cause });
  if (/not yet valid/.test(said)) return new SsoError('assertion_early', said, { cause });
  if (/NotOnOrAfter/.test(said)) return new SsoError('confirmation_invalid', said, { cause });
  if (/audience/i.test(said)) return new SsoError('audience_mismatch', said, { cause });
  return new SsoError('signature_invalid', `The signature does not hold: ${said}`, { cause });
}
