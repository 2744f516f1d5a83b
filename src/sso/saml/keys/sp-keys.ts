import type { MasterKeys } from '../../../platform/crypto/master-keys.ts';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { keepSecret, openSecret } from '../../../platform/tenancy/keyring.ts';
import { type CertifiedKey, newCertifiedKey } from './self-signed-certificate.ts';
import { insertSpKey, listSpKeys, lockSpKeys, type SpKey } from './sp-key.store.ts';

const YEARS = 10;

/** The keys of a tenant as a service provider: they sign requests and open assertions. */
export interface SpKeys {
  /** Certificates for the metadata, newest first; the first is what providers should encrypt for. */
  certificates(tenantId: string): Promise<string[]>;
  /** PKCS #8 and certificate of the key that signs now. */
  signer(tenantId: string): Promise<{ privateKey: string; certificate: string }>;
  /** PKCS #8 of all keys, newest first. */
  decryptionKeys(tenantId: string): Promise<string[]>;
}

/** Name of its private key among the tenant's secrets. */
export const spKeySecretName = (id: string) => `sso-key:${id}`;

export function createSpKeys({
  database,
  master,
  now = Date.now,
}: {
  database: Database;
  master: MasterKeys;
  now?: () => number;
}): SpKeys {
  async function ensure(tenantId: string): Promise<SpKey[]> {
    const known = await database.read(tenantId, listSpKeys);
    if (known.length > 0) return known;
    const made = await newSpKey();
    return database.tenant(tenantId, async (db) => {
      await lockSpKeys(db);
      const meanwhile = await listSpKeys(db);
      if (meanwhile.length > 0) return meanwhile;
      return [await keepSpKey(db, master, { key: made, signsFrom: new Date(now()) })];
    });
  }

  const privateKeyOf = (db: TenantDb, { id }: SpKey) => openSecret(db, master, spKeySecretName(id));

  return {
    certificates: async (tenantId) => (await ensure(tenantId)).map((key) => key.certificate),
    async signer(tenantId) {
      const keys = await ensure(tenantId);
      const key = keys.find(({ signsFrom }) => signsFrom.getTime() <= now()) ?? keys.at(-1);
      const privateKey = key && (await database.read(tenantId, (db) => privateKeyOf(db, key)));
      if (!privateKey) throw new Error('a tenant always has a key as a service provider');
      return { privateKey, certificate: key.certificate };
    },
    async decryptionKeys(tenantId) {
      const keys = await ensure(tenantId);
      return database.read(tenantId, async (db) => {
        const opened: string[] = [];
        for (const key of keys) {
          const privateKey = await privateKeyOf(db, key);
          if (privateKey) opened.push(privateKey);
        }
        return opened;
      });
    },
  };
}

export function newSpKey(): Promise<CertifiedKey> {
  return newCertifiedKey({ name: 'Crosswalk', years: YEARS });
}

/** Keeps a key whose private part is encrypted at rest. */
export async function keepSpKey(
  db: TenantDb,
  master: MasterKeys,
  { key, signsFrom }: { key: CertifiedKey; signsFrom: Date },
): Promise<SpKey> {
  const id = uuidv7();
  await keepSecret(db, master, { name: spKeySecretName(id), plaintext: key.privateKey });
  return insertSpKey(db, { ...key, id, signsFrom });
}
