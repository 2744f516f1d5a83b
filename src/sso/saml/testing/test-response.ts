import { signXml } from '@node-saml/node-saml/lib/xml.js';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { CertifiedKey } from '../keys/self-signed-certificate.ts';
import { escapeXml } from '../xml/xml-tree.ts';

/** What a test says otherwise than a good response; null leaves it out. */
export interface ResponseChanges {
  id?: string;
  assertionId?: string;
  issuer?: string;
  responseIssuer?: string | null;
  destination?: string | null;
  recipient?: string | null;
  audience?: string | null;
  nameId?: string;
  nameIdFormat?: string;
  status?: string;
  inResponseTo?: string | null;
  confirmationInResponseTo?: string | null;
  notBefore?: Date | null;
  notOnOrAfter?: Date | null;
  confirmationUntil?: Date | null;
  sessionUntil?: Date | null;
  sessionIndex?: string;
  attributes?: Record<string, string | string[]>;
}

export interface ResponseParties {
  idpEntityId: string;
  entityId: string;
  acs: string;
  /** Of the request; undefined: nobody asked. */
  requestId: string | undefined;
}

const attribute = (name: string, value: string | null | undefined) =>
  value === null || value === undefined ? '' : ` ${name}="${escapeXml(value)}"`;
const time = (name: string, date: Date | null) =>
  date === null ? '' : ` ${name}="${date.toISOString()}"`;

/** A response of a provider, not signed yet. */
export function responseXml(parties: ResponseParties, changes: ResponseChanges = {}): string {
  const now = Date.now();
  const soon = new Date(now + 300_000);
  const earlier = new Date(now - 5_000);
  const { requestId = null } = parties;
  const c = {
    id: `_r${uuidv7()}`,
    issuer: parties.idpEntityId,
    responseIssuer: parties.idpEntityId,
    destination: parties.acs,
    status: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    inResponseTo: requestId,
    ...changes,
  };
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${c.id}" Version="2.0" IssueInstant="${earlier.toISOString()}"${attribute('Destination', c.destination)}${attribute('InResponseTo', c.inResponseTo)}>${
    c.responseIssuer === null ? '' : `<saml:Issuer>${escapeXml(c.responseIssuer)}</saml:Issuer>`
  }<samlp:Status><samlp:StatusCode Value="${c.status}"/></samlp:Status>${assertionXml(parties, { earlier, soon, changes })}</samlp:Response>`;
}

function assertionXml(
  parties: ResponseParties,
  { earlier, soon, changes }: { earlier: Date; soon: Date; changes: ResponseChanges },
): string {
  const c = {
    assertionId: `_a${uuidv7()}`,
    issuer: parties.idpEntityId,
    nameId: 'ada-1',
    nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    recipient: parties.acs,
    audience: parties.entityId,
    confirmationInResponseTo: parties.requestId ?? null,
    notBefore: earlier,
    notOnOrAfter: soon,
    confirmationUntil: soon,
    sessionUntil: null,
    sessionIndex: '_session-1',
    attributes: { email: 'ada@school.example', givenName: 'Ada', sn: 'Lovelace' },
    ...changes,
  };
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${c.assertionId}" Version="2.0" IssueInstant="${earlier.toISOString()}"><saml:Issuer>${escapeXml(c.issuer)}</saml:Issuer><saml:Subject><saml:NameID Format="${c.nameIdFormat}">${escapeXml(c.nameId)}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData${attribute('Recipient', c.recipient)}${attribute('InResponseTo', c.confirmationInResponseTo)}${time('NotOnOrAfter', c.confirmationUntil)}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions${time('NotBefore', c.notBefore)}${time('NotOnOrAfter', c.notOnOrAfter)}>${
    c.audience === null
      ? ''
      : `<saml:AudienceRestriction><saml:Audience>${escapeXml(c.audience)}</saml:Audience></saml:AudienceRestriction>`
  }</saml:Conditions><saml:AuthnStatement AuthnInstant="${earlier.toISOString()}" SessionIndex="${c.sessionIndex}"${time('SessionNotOnOrAfter', c.sessionUntil)}><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${Object.entries(
    c.attributes,
  )
    .map(
      ([name, values]) =>
        `<saml:Attribute Name="${escapeXml(name)}">${[values]
          .flat()
          .map((value) => `<saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue>`)
          .join('')}</saml:Attribute>`,
    )
    .join('')}</saml:AttributeStatement></saml:Assertion>`;
}

/** Signs one element of a message, after its issuer, as the schema has it. */
export function signElement(
  xml: string,
  name: 'Assertion' | 'Response' | 'LogoutRequest' | 'LogoutResponse',
  {
    privateKey,
    algorithm = 'sha256',
  }: Pick<CertifiedKey, 'privateKey'> & { algorithm?: 'sha1' | 'sha256' | 'sha512' },
): string {
  const element = `//*[local-name(.)="${name}"]`;
  const issuer = `${element}/*[local-name(.)="Issuer"]`;
  return signXml(
    xml,
    element,
    { reference: issuer, action: 'after' },
    { privateKey, signatureAlgorithm: algorithm, digestAlgorithm: algorithm },
  );
}

export const toBase64 = (xml: string) => Buffer.from(xml).toString('base64');
