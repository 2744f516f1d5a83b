import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, type JWK } from 'jose';

/** What the hub's own keys sign with. */
export const ALGORITHM = 'RS256';

export interface SigningKey {
  kid: string;
  publicJwk: JWK & { kid: string };
  /** PKCS #8, PEM; whoever keeps it encrypts it. */
  pem: string;
}

/**
 * RSA with 2048 bits, made outside the event loop. Its kid is the key's own thumbprint (RFC 7638):
 * two keys cannot share one, nor one key come back under another.
 */
export async function newSigningKey(): Promise<SigningKey> {
  const pair = await generateKeyPair(ALGORITHM, { modulusLength: 2048, extractable: true });
  const { kty = '', n = '', e = '' } = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint({ kty, n, e });
  const publicJwk = { kty, n, e, kid, alg: ALGORITHM, use: 'sig' };
  return { kid, publicJwk, pem: await exportPKCS8(pair.privateKey) };
}
