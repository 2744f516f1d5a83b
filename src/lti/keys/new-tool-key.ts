import { type CryptoKey, importPKCS8, type JWK } from 'jose';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import { ALGORITHM, newSigningKey } from '../../platform/crypto/signing-key.ts';

interface NewToolKey {
  kid: string;
  publicJwk: JWK;
  /** Wrapped by the master key for the owner. */
  privateKey: string;
}

export async function newToolKey(master: MasterKeys, owner: string): Promise<NewToolKey> {
  const { kid, publicJwk, pem } = await newSigningKey();
  const privateKey = master.wrap({ id: kid, key: Buffer.from(pem) }, owner);
  return { kid, publicJwk, privateKey };
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
