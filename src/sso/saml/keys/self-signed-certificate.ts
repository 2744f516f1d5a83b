import { generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { bitString, integer, none, objectId, sequence, set, tagged, time, utf8 } from './der.ts';

const SHA256_WITH_RSA = sequence(objectId('1.2.840.113549.1.1.11'), none());
const COMMON_NAME = objectId('2.5.4.3');
const BITS = 2048;

export interface CertifiedKey {
  /** PKCS #8, PEM. */
  privateKey: string;
  /** X.509, PEM. */
  certificate: string;
  notAfter: Date;
}

/**
 * An RSA key and the certificate that SAML metadata wraps it in (Metadata 2.4.1.1): nobody follows
 * its chain, it is only a container for the key.
 */
export async function newCertifiedKey({
  name,
  years,
  now = new Date(),
}: {
  name: string;
  years: number;
  now?: Date;
}): Promise<CertifiedKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: BITS,
  });
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(now.getUTCFullYear() + years);
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: certify({ name, privateKey, publicKey, notBefore: now, notAfter }),
    notAfter,
  };
}

interface Certified {
  name: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  notBefore: Date;
  notAfter: Date;
}

/** RFC 5280 4.1. */
function certify({ name, privateKey, publicKey, notBefore, notAfter }: Certified): string {
  const distinguished = sequence(set(sequence(COMMON_NAME, utf8(name))));
  // Positive, and never shortened by leading zeros.
  const serial = Buffer.concat([Buffer.from([0x4b]), randomBytes(15)]);
  const body = sequence(
    tagged(integer(Buffer.from([2]))),
    integer(serial),
    SHA256_WITH_RSA,
    distinguished,
    sequence(time(notBefore), time(notAfter)),
    distinguished,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = bitString(sign('sha256', body, privateKey));
  return toPem(sequence(body, SHA256_WITH_RSA, signature).toString('base64'));
}

/** @param base64 of the certificate's DER */
export function toPem(base64: string): string {
  const lines = base64.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
