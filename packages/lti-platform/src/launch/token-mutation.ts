import { createHmac, KeyObject, sign } from 'node:crypto';
import {
  base64url,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from 'jose';
import type { PlatformKeys } from '../keys.ts';

/** How an id_token is made otherwise than it should be, as data. */
export interface TokenMutation {
  /** Replaced or added. */
  claims?: Record<string, unknown>;
  without?: readonly string[];
  /** Seconds from now. */
  times?: { iat?: number; exp?: number; nbf?: number };
  header?: Record<string, unknown>;
  withoutHeader?: readonly string[];
  signature?: Signature;
  /** Bytes of an added claim. */
  padding?: number;
  /** Sent instead of the token. */
  raw?: string;
}

export type Signature =
  /** `alg: none` and no signature. */
  | 'none'
  /** The public key's PEM as an HMAC secret. */
  | 'hmac-public-key'
  | 'hmac-client-id'
  /** A key of somebody else under the platform's kid. */
  | 'foreign-key'
  /** A key of somebody else, sent along as `jwk`. */
  | 'embedded-jwk'
  /** One bit changed. */
  | 'broken'
  | 'missing'
  /** The payload changed after signing. */
  | 'swapped-payload'
  | 'PS256'
  | 'RS512'
  | 'ES256';

type Header = Record<string, unknown>;

export interface Unsigned {
  header: Header;
  claims: JWTPayload;
}

/** Claims and header as the mutation wants them. */
export function mutated(
  { header, claims }: Unsigned,
  { mutation, nowS }: { mutation: TokenMutation; nowS: number },
): Unsigned {
  const times = Object.entries(mutation.times ?? {}).map(([name, offset]) => [name, nowS + offset]);
  const padding = mutation.padding ? { padding: 'x'.repeat(mutation.padding) } : {};
  return {
    header: without({ ...header, ...mutation.header }, mutation.withoutHeader),
    claims: without(
      { ...claims, ...mutation.claims, ...Object.fromEntries(times), ...padding },
      mutation.without,
    ),
  };
}

function without(values: Header, names: readonly string[] = []): Header {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** Signs, or does what an attacker would do instead. */
export async function signMutated(
  { header, claims }: Unsigned,
  { keys, signature }: { keys: PlatformKeys; signature: Signature | undefined },
): Promise<string> {
  const real = () => signed({ header, claims }, keys.current.privateKey);
  switch (signature) {
    case undefined:
      return real();
    case 'none':
      return `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`;
    case 'hmac-public-key':
      return hmac({ header, claims }, await keys.publicPem());
    case 'hmac-client-id':
      return hmac({ header, claims }, String(claims.aud));
    case 'broken':
      return withBrokenSignature(await real());
    case 'missing':
      return `${(await real()).split('.').slice(0, 2).join('.')}.`;
    case 'swapped-payload': {
      const [head, , tail] = (await real()).split('.');
      return `${head}.${encode({ ...claims, sub: 'somebody-else' })}.${tail}`;
    }
    case 'PS256':
    case 'RS512':
    case 'ES256':
      return otherKey({ header, claims }, signature);
    case 'foreign-key':
      return otherKey({ header, claims }, 'RS256');
    case 'embedded-jwk':
      return withEmbeddedKey({ header, claims });
  }
}

/** RS256, whatever the header says: jose signs no `crit` that it does not know. */
async function signed({ header, claims }: Unsigned, key: CryptoKey): Promise<string> {
  const body = `${encode({ alg: 'RS256', ...header })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(body), KeyObject.from(key));
  return `${body}.${signature.toString('base64url')}`;
}

async function otherKey({ header, claims }: Unsigned, alg: string): Promise<string> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  if (alg === 'RS256') return signed({ header, claims }, privateKey);
  return new SignJWT(claims).setProtectedHeader({ ...header, alg }).sign(privateKey);
}

async function withEmbeddedKey({ header, claims }: Unsigned): Promise<string> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: header.kid, alg: 'RS256', use: 'sig' };
  return signed({ header: { ...header, jwk }, claims }, privateKey);
}

const encode = (value: unknown) => base64url.encode(JSON.stringify(value));

function hmac({ header, claims }: Unsigned, secret: string): string {
  const body = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

function withBrokenSignature(token: string): string {
  const [head, payload, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return `${head}.${payload}.${bytes.toString('base64url')}`;
}
