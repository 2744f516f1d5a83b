import { randomBytes } from 'node:crypto';
import type { Identity } from './identity.ts';
import { SignedXml } from './peer-library.ts';

const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

export const newId = () => `_${randomBytes(16).toString('hex')}`;
const at = (ms: number) => new Date(Date.now() + ms).toISOString();

/** Whom a message is from and for. */
export interface Parties {
  idpEntityId: string;
  entityId: string;
  acs: string;
  slo: string;
}

/** An assertion as a provider makes it; each element carries its own namespace, so that it can be moved. */
export function assertionXml(
  { idpEntityId, entityId, acs }: Parties,
  { nameId, requestId }: { nameId: string; requestId: string | undefined },
): string {
  const inResponseTo = requestId ? ` InResponseTo="${requestId}"` : '';
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${newId()}" Version="2.0" IssueInstant="${at(-2_000)}"><saml:Issuer>${idpEntityId}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${nameId}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData Recipient="${acs}"${inResponseTo} NotOnOrAfter="${at(300_000)}"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at(-60_000)}" NotOnOrAfter="${at(300_000)}"><saml:AudienceRestriction><saml:Audience>${entityId}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${at(-2_000)}" SessionIndex="${newId()}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement></saml:Assertion>`;
}

export function responseXml(
  { idpEntityId, acs }: Parties,
  { assertion, requestId }: { assertion: string; requestId: string | undefined },
): string {
  const inResponseTo = requestId ? ` InResponseTo="${requestId}"` : '';
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${newId()}" Version="2.0" IssueInstant="${at(-1_000)}" Destination="${acs}"${inResponseTo}><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${idpEntityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status>${assertion}</samlp:Response>`;
}

export function logoutXml({ idpEntityId, slo }: Parties, nameId: string): string {
  return `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${newId()}" Version="2.0" IssueInstant="${at(-1_000)}" Destination="${slo}"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${idpEntityId}</saml:Issuer><saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${nameId}</saml:NameID></samlp:LogoutRequest>`;
}

/** Signs the first element of that name, behind its issuer. */
export function sign(
  xml: string,
  name: 'Assertion' | 'Response' | 'LogoutRequest',
  { privateKey }: Identity,
): string {
  const signer = new SignedXml();
  signer.privateKey = privateKey;
  signer.signatureAlgorithm = RSA_SHA256;
  signer.canonicalizationAlgorithm = EXCLUSIVE;
  const xpath = `(//*[local-name(.)="${name}"])[1]`;
  signer.addReference({ xpath, transforms: [ENVELOPED, EXCLUSIVE], digestAlgorithm: SHA256 });
  const reference = `${xpath}/*[local-name(.)="Issuer"]`;
  signer.computeSignature(xml, { location: { reference, action: 'after' } });
  return signer.getSignedXml();
}

export const base64 = (xml: string) => Buffer.from(xml).toString('base64');
