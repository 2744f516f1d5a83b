import { type KeyObject, verify, X509Certificate } from 'node:crypto';
import type { Version } from '../version.ts';
import { XapiError } from '../xapi-error.ts';
import { comparableStatement } from './preparing/statement-hash.ts';
import { isObject, shown } from './shapes/rule.ts';
import type { Statement } from './statement.ts';
import { checkStatement } from './statement-rules.ts';
import { millisecondsOf } from './values/timestamp.ts';

/** Digests of the algorithms that may sign statements, all of them RSASSA-PKCS1-v1_5 (RFC 7518 3.3). */
const digests = new Map<unknown, string>([
  ['RS256', 'sha256'],
  ['RS384', 'sha384'],
  ['RS512', 'sha512'],
]);

/**
 * Checks the content of a signature attachment (xAPI 1.0.3 data 2.6, 2.0 4.2.6): that it is a JWS whose
 * payload is the statement, and that it fits the certificate that it brings along. That catches mistakes;
 * whether to trust a certificate is for readers to decide.
 * @param statement as it was received, checked
 * @param jws JWS in compact serialisation (RFC 7515 7.1)
 * @param version of the request
 * @throws XapiError 400
 */
export function checkSignature(statement: Statement, jws: string, version: Version): void {
  const { header, payload, signature, signed } = partsOf(jws);
  const digest = digests.get(header.alg);
  if (digest === undefined) {
    throw refusal(`has the alg ${shown(header.alg)}`, 'RS256, RS384 or RS512', 'XAPI-00117');
  }
  if (header.crit !== undefined) {
    throw refusal('has extensions that must be understood', 'no "crit"', 'XAPI-00115');
  }
  checkPayload(statement, payload, version);
  if (header.x5c === undefined) return;
  const key = keyOf(header.x5c);
  if (!verify(digest, Buffer.from(signed), key, signature)) {
    throw refusal('does not fit its certificate', 'a signature by x5c[0]', 'XAPI-00115');
  }
}

interface Parts {
  header: Record<string, unknown>;
  payload: unknown;
  signature: Buffer;
  /** What was signed. */
  signed: string;
}

const compact = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

function partsOf(jws: string): Parts {
  const match = compact.exec(jws);
  if (match === null) {
    throw refusal('is no compact JWS', 'three parts in base64url', 'XAPI-00115');
  }
  const [, head = '', payload = '', signature = ''] = match;
  const header = jsonOf(head, 'header', 'XAPI-00115');
  if (!isObject(header)) throw refusal('has no header', 'a JSON object', 'XAPI-00115');
  return {
    header,
    payload: jsonOf(payload, 'payload', 'XAPI-00116'),
    signature: Buffer.from(signature, 'base64url'),
    signed: `${head}.${payload}`,
  };
}

function jsonOf(part: string, name: string, requirement: string): unknown {
  try {
    const utf8 = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'));
    return JSON.parse(utf8);
  } catch {
    throw refusal(`has a ${name} that is no JSON`, 'JSON in UTF-8', requirement);
  }
}

/** The payload is the statement before its signature was attached (xAPI 1.0.3 data 2.6). */
function checkPayload(statement: Statement, payload: unknown, version: Version): void {
  const original = originalOf(payload, version);
  const isSame =
    comparableStatement(original) === comparableStatement(statement) &&
    (original.id === undefined || original.id.toLowerCase() === statement.id?.toLowerCase()) &&
    (original.timestamp === undefined || isSameTime(original, statement, version));
  if (!isSame) {
    throw refusal('signs another statement', 'the statement as its payload', 'XAPI-00116');
  }
}

function originalOf(payload: unknown, version: Version): Statement {
  try {
    return checkStatement(payload, version);
  } catch (error) {
    if (!(error instanceof XapiError)) throw error;
    const { message, expected } = error.complaint;
    throw refusal(`has a payload that is no statement: ${message}`, `${expected}`, 'XAPI-00116');
  }
}

function isSameTime(one: Statement, other: Statement, version: Version): boolean {
  const [first, second] = [one.timestamp, other.timestamp];
  return (
    first !== undefined &&
    second !== undefined &&
    millisecondsOf(first, version) === millisecondsOf(second, version)
  );
}

/** The key of the first certificate; each of the others has to certify the one before (RFC 7515 4.1.6). */
function keyOf(x5c: unknown): KeyObject {
  const chain = certificatesOf(x5c);
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1];
    if (issuer !== undefined && !certificate.verify(issuer.publicKey)) {
      throw refusal('has a broken certificate chain', `x5c[${index}] by the next`, 'XAPI-00115');
    }
  }
  const [own] = chain;
  if (own?.publicKey.asymmetricKeyType !== 'rsa') {
    throw refusal('has no RSA certificate', 'a certificate with an RSA key', 'XAPI-00115');
  }
  return own.publicKey;
}

const longestChain = 10;

function certificatesOf(x5c: unknown): X509Certificate[] {
  const expected = 'x5c as a chain of X.509 certificates in base64';
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > longestChain) {
    throw refusal('has a malformed x5c', expected, 'XAPI-00115');
  }
  try {
    return x5c.map((der) => new X509Certificate(Buffer.from(String(der), 'base64')));
  } catch {
    throw refusal('has a malformed x5c', expected, 'XAPI-00115');
  }
}

function refusal(found: string, expected: string, requirement: string): XapiError {
  return new XapiError(400, { message: `The signature ${found}.`, expected, requirement });
}
