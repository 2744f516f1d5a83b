import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK } from 'jose';
import type { Random } from './random.ts';

interface SigningKey {
  kid: string;
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}

export interface PlatformKeys {
  /** The key that signs now. */
  readonly current: SigningKey;
  jwks(): Promise<{ keys: JWK[] }>;
  /** Signs with a new key from now on; `drop` takes the old ones out of the JWKS at once. */
  rotate(old: 'overlap' | 'drop'): Promise<void>;
  /** Shows keys of other kinds and uses in the JWKS too, before its own. */
  showOthers(keys: readonly JWK[]): void;
  publicPem(): Promise<string>;
}

/** RSA keys of 2048 bits; only their names are seeded. */
export async function createKeys({
  random,
  withAlg,
}: {
  random: Random;
  withAlg: boolean;
}): Promise<PlatformKeys> {
  let published = [await newKey(random)];
  let others: readonly JWK[] = [];
  const current = (): SigningKey => {
    const [key] = published;
    if (!key) throw new Error('A platform without keys.');
    return key;
  };
  return {
    get current() {
      return current();
    },
    jwks: async () => ({
      keys: [...others, ...(await Promise.all(published.map((key) => jwkOf(key, withAlg))))],
    }),
    showOthers: (keys) => {
      others = keys;
    },
    rotate: async (old) => {
      const key = await newKey(random);
      published = old === 'drop' ? [key] : [key, ...published];
    },
    publicPem: () => exportSPKI(current().publicKey),
  };
}

async function newKey(random: Random): Promise<SigningKey> {
  const kid = random.text(16);
  return { kid, ...(await generateKeyPair('RS256', { extractable: true })) };
}

async function jwkOf({ kid, publicKey }: SigningKey, withAlg: boolean): Promise<JWK> {
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, use: 'sig' };
  return withAlg ? { ...jwk, alg: 'RS256' } : jwk;
}
