import { X509Certificate } from 'node:crypto';
import type { SamlSettings } from '../../connections/sso-settings.ts';
import { toPem } from '../keys/self-signed-certificate.ts';
import { bindings, namespaces } from '../xml/names.ts';
import {
  childrenOf,
  elementsOf,
  parseXml,
  textOf,
  type XmlElement,
  XmlError,
} from '../xml/xml-tree.ts';

const { metadata: md, protocol, signature: ds } = namespaces;

/** Federations list thousands of providers: those are not read. */
export const MAX_METADATA_BYTES = 2 * 2 ** 20;
const limits = { maxDepth: 60, maxElements: 20_000, comments: 'skip' } as const;
const MIN_RSA_BITS = 2048;

export type IdpMetadata = Pick<
  SamlSettings,
  'idpEntityId' | 'ssoUrl' | 'ssoBinding' | 'sloUrl' | 'sloResponseUrl' | 'certificates'
>;

/** Why metadata is of no use; the message is for whoever pasted it. */
export class MetadataError extends Error {
  override readonly name = 'MetadataError';
}

/**
 * What a provider says of itself (Metadata 2.4.3).
 * @throws MetadataError
 */
export function readIdpMetadata(xml: string, now: number = Date.now()): IdpMetadata {
  const root = parse(xml);
  const entities = [...elementsOf(root)].filter(
    ({ name, namespace }) => name === 'EntityDescriptor' && namespace === md,
  );
  if (entities.length === 0) fail('This is not metadata of SAML: it has no EntityDescriptor');
  const providers = entities.flatMap((entity) =>
    childrenOf(entity, md, 'IDPSSODescriptor')
      .filter((role) => protocolsOf(role).includes(protocol))
      .map((role) => ({ entity, role })),
  );
  const [provider, another] = providers;
  if (!provider)
    return fail('It has no identity provider of SAML 2.0; is it that of an application?');
  if (another) fail('It lists several identity providers: use the metadata of one');
  const { entity, role } = provider;
  checkValidUntil([root, entity, role], now);
  const idpEntityId = entity.attributes.get('entityID');
  if (!idpEntityId) return fail('It has no entityID');
  const sso = servicesOf(role, 'SingleSignOnService');
  const ssoBinding = sso.has(bindings.redirect) ? 'redirect' : 'post';
  const ssoUrl = sso.get(bindings[ssoBinding])?.location;
  if (!ssoUrl) return fail('It has no SingleSignOnService by redirect or POST');
  const slo = servicesOf(role, 'SingleLogoutService').get(bindings.redirect);
  return {
    ...{ idpEntityId, ssoUrl, ssoBinding },
    sloUrl: slo?.location ?? null,
    sloResponseUrl: slo?.responseLocation ?? null,
    certificates: certificatesOf(role),
  };
}

function parse(xml: string): XmlElement {
  try {
    return parseXml(xml.replace(/^\ufeff/, ''), limits);
  } catch (error) {
    if (error instanceof XmlError) return fail(`It cannot be read: ${error.message}`);
    throw error;
  }
}

const protocolsOf = (role: XmlElement) =>
  (role.attributes.get('protocolSupportEnumeration') ?? '').split(/\s+/);

function checkValidUntil(elements: readonly XmlElement[], now: number): void {
  for (const { attributes } of elements) {
    const until = attributes.get('validUntil');
    if (until && Date.parse(until) <= now) fail(`It was valid until ${until}`);
  }
}

interface Service {
  location: string;
  responseLocation: string | undefined;
}

/** By binding. */
function servicesOf(role: XmlElement, name: string): Map<string, Service> {
  return new Map(
    childrenOf(role, md, name).flatMap(({ attributes }) => {
      const [binding, location] = [attributes.get('Binding'), attributes.get('Location')];
      if (!binding || !location) return [];
      const responseLocation = attributes.get('ResponseLocation');
      for (const url of [location, responseLocation]) if (url) checkUrl(url);
      return [[binding, { location, responseLocation }] as const];
    }),
  );
}

/** Browsers are sent there: anything but a page would be run by them. */
function checkUrl(url: string): void {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    fail(`"${url.slice(0, 200)}" is no web address`);
  }
}

/** Metadata 2.4.1.1: a key without a use signs, too. */
function certificatesOf(role: XmlElement): string[] {
  const keys = childrenOf(role, md, 'KeyDescriptor').filter(
    ({ attributes }) => (attributes.get('use') ?? 'signing') === 'signing',
  );
  const found = keys
    .flatMap((key) => [...elementsOf(key)])
    .filter(({ name, namespace }) => name === 'X509Certificate' && namespace === ds)
    .flatMap((element) => textOf(element) ?? []);
  const usable = found.filter((text) => isUsable(text)).map(checkCertificate);
  const [first] = found;
  if (first === undefined) return fail('It has no certificate that signs');
  // One of an old or a new kind beside a good one does no harm: it is not believed.
  if (usable.length === 0) checkCertificate(first);
  return [...new Set(usable)];
}

function isUsable(text: string): boolean {
  try {
    return checkCertificate(text) !== '';
  } catch {
    return false;
  }
}

/**
 * Base64 of the DER, of an RSA key that is long enough. What the certificate says of its time does
 * not count: trust comes from the metadata, and providers let them run out.
 * @throws MetadataError
 */
export function checkCertificate(text: string): string {
  const base64 = text.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const certificate = read(base64);
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== 'rsa')
    fail(`The certificate has a key of ${asymmetricKeyType}, not RSA`);
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < MIN_RSA_BITS) fail(`The certificate's key has ${bits} bits only`);
  return base64;
}

function read(base64: string): X509Certificate {
  try {
    return new X509Certificate(toPem(base64));
  } catch {
    return fail('A certificate in it cannot be read');
  }
}

function fail(message: string): never {
  throw new MetadataError(message);
}
