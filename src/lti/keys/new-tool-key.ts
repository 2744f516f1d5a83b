import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importPKCS8,
  type JWK,
} from 'jose';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';

export const ALGORITHM = 'RS256';

interface NewToolKey {
  kid: string;
  publicJwk: JWK;
  /** Wrapped by the master key for the owner. */
  privateKey: string;
}

/**
 * RSA with 2048 bits, made outside the event loop. Its kid is the key's own thumbprint (RFC 7638):
 * two keys cannot share one, nor one key come back under another.
 */
export async function newToolKey(master: MasterKeys, owner: string): Promise<NewToolKey> {
  const pair = await generateKeyPair(ALGORITHM, { modulusLength: 2048, extractable: true });
  const { kty = '', n = '', e = '' } = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint({ kty, n, e });
  const pem = await exportPKCS8(pair.privateKey);
  return {
    kid,
    publicJwk: { kty, n, e, kid, alg: ALGORITHM, use: 'sig' },
    privateKey: master.wrap({ id: kid, key: Buffer.from(pem) }, owner),
  };
}

/** @throws DecryptError for another owner or a master key that is not there any more */
export async function openPrivateKey(
  master: MasterKeys,
  owner: string,
  { kid, privateKey }: { kid: string; privateKey: string },
): Promise<CryptoKey> {
  const { key } = master.unwrap(privateKey, kid, owner);
  return importPKCS8(Buffer.from(key).toString(), ALGORITHM);
}
