import { type CryptoKey, importPKCS8, type JWK } from 'jose';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import { ALGORITHM, newSigningKey, type SigningKey } from '../../platform/crypto/signing-key.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { keepSecret, openSecret } from '../../platform/tenancy/keyring.ts';
import { lockEventKey } from './event-keys.store.ts';

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

type KeptKey = Pick<SigningKey, 'publicJwk' | 'pem'>;

export function createEventKeys({
  database,
  master,
}: {
  database: Database;
  master: MasterKeys;
}): EventKeys {
  const known = new Map<string, Promise<EventKey>>();

  async function open(tenantId: string): Promise<EventKey> {
    const { publicJwk, pem } = await ensureKey(database, { master, tenantId });
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

/** The first one is made when it is first asked for, outside of any transaction. */
async function ensureKey(
  database: Database,
  { master, tenantId }: { master: MasterKeys; tenantId: string },
): Promise<KeptKey> {
  const known = await database.read(tenantId, (db) => findKey(db, master));
  if (known) return known;
  const { publicJwk, pem } = await newSigningKey();
  const made = { publicJwk, pem };
  return database.tenant(tenantId, async (db) => {
    await lockEventKey(db);
    const meanwhile = await findKey(db, master);
    if (meanwhile) return meanwhile;
    await keepSecret(db, master, { name: SECRET, plaintext: JSON.stringify(made) });
    return made;
  });
}

async function findKey(db: TenantDb, master: MasterKeys): Promise<KeptKey | undefined> {
  const kept = await openSecret(db, master, SECRET);
  // Sound because only `ensureKey` keeps one.
  return kept === undefined ? undefined : (JSON.parse(kept) as KeptKey);
}
