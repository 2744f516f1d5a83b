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
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { keepSecret, openSecret } from '../../platform/tenancy/keyring.ts';
import { lockEventKey } from './event-keys.store.ts';

export const ALGORITHM = 'RS256';
const SECRET = 'scim-event-key';

export interface EventKey {
  kid: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

/** The key that signs a tenant's events; made when it is first asked for. */
export interface EventKeys {
  of(tenantId: string): Promise<EventKey>;
}

interface KeptKey {
  publicJwk: JWK & { kid: string };
  pem: string;
}

export function createEventKeys({
  database,
  master,
}: {
  database: Database;
  master: MasterKeys;
}): EventKeys {
  const known = new Map<string, Promise<EventKey>>();

  async function open(tenantId: string): Promise<EventKey> {
    const { publicJwk, pem } = await database.tenant(tenantId, (db) => ensureKey(db, master));
    const privateKey = await importPKCS8(pem, ALGORITHM);
    return { kid: publicJwk.kid, publicJwk, privateKey };
  }

  return {
    of(tenantId) {
      const key = known.get(tenantId) ?? open(tenantId);
      known.set(tenantId, key);
      key.catch(() => known.delete(tenantId));
      return key;
    },
  };
}

async function ensureKey(db: TenantDb, master: MasterKeys): Promise<KeptKey> {
  await lockEventKey(db);
  const kept = await openSecret(db, master, SECRET);
  // Sound because only this function keeps one.
  if (kept !== undefined) return JSON.parse(kept) as KeptKey;
  const made = await newKey();
  await keepSecret(db, master, { name: SECRET, plaintext: JSON.stringify(made) });
  return made;
}

async function newKey(): Promise<KeptKey> {
  const pair = await generateKeyPair(ALGORITHM, { modulusLength: 2048, extractable: true });
  const { kty = '', n = '', e = '' } = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint({ kty, n, e });
  const publicJwk = { kty, n, e, kid, alg: ALGORITHM, use: 'sig' };
  return { publicJwk, pem: await exportPKCS8(pair.privateKey) };
}
