import { createDecipheriv, createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { JWK } from 'jose';
import { ALGORITHM } from '../../../platform/crypto/signing-key.ts';
import type { LtijsKey } from './ltijs.store.ts';

/** The installation's key is not the one that its database was written with. */
export class LtijsKeyError extends Error {
  override readonly name = 'LtijsKeyError';
}

export interface OpenedLtijsKey {
  kid: string;
  publicJwk: JWK;
  /** PKCS #8, PEM */
  privateKey: string;
}

/**
 * Opens a private key of ltijs: AES-256-CBC under the SHA-256 of the installation's key, over JSON
 * `{key: PKCS #1 PEM, kid}`.
 * @throws LtijsKeyError
 */
export function openLtijsKey(secret: string, { kid, iv, data }: LtijsKey): OpenedLtijsKey {
  const key = createPrivateKey(pemOf(decrypt(secret, { iv, data })));
  const { kty, n, e } = createPublicKey(key).export({ format: 'jwk' });
  if (kty !== 'RSA' || !n || !e) throw new LtijsKeyError(`the key ${kid} is not for RSA`);
  return {
    kid,
    publicJwk: { kty, n, e, kid, alg: ALGORITHM, use: 'sig' },
    privateKey: String(key.export({ type: 'pkcs8', format: 'pem' })),
  };
}

function decrypt(secret: string, { iv, data }: Pick<LtijsKey, 'iv' | 'data'>): string {
  const key = createHash('sha256').update(secret).digest();
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, Buffer.from(iv, 'hex'));
    const opened = decipher.update(Buffer.from(data, 'hex'));
    return Buffer.concat([opened, decipher.final()]).toString();
  } catch (cause) {
    throw wrongKey(cause);
  }
}

/** Nothing authenticates what was encrypted: a wrong key may also show as nonsense. */
function pemOf(text: string): string {
  try {
    const { key }: { key?: unknown } = JSON.parse(text);
    if (typeof key === 'string') return key;
  } catch (cause) {
    throw wrongKey(cause);
  }
  throw wrongKey();
}

function wrongKey(cause?: unknown): LtijsKeyError {
  return new LtijsKeyError('the database of ltijs was not encrypted by this key', { cause });
}
