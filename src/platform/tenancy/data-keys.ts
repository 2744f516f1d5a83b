import {
  type DataKey,
  decrypt,
  encrypt,
  newDataKey,
  type SecretPlace,
} from '../crypto/envelope.ts';
import type { MasterKeys } from '../crypto/master-keys.ts';
import type { TenantDb } from '../database/database.ts';
import { getTenant, lockDataKeys, updateDataKeys, type WrappedDataKey } from './tenants.store.ts';

/** Where in the tenant a value is stored; it cannot be read from anywhere else. */
export type TenantPlace = Omit<SecretPlace, 'tenantId'>;

/**
 * A retired key goes on to read for this long: what a process that had fetched it wrote after the
 * rotation, and what is kept for a day at most and so not worth encrypting again.
 */
const RETIRED_MS = 2 * 86_400_000;

export function wrapNewDataKey(master: MasterKeys, tenantId: string): WrappedDataKey {
  const key = newDataKey();
  return { id: key.id, wrapped: master.wrap(key, tenantId) };
}

/** Encrypts with the tenant's current data key. */
export async function encryptInTenant(
  db: TenantDb,
  master: MasterKeys,
  { plaintext, place }: { plaintext: string | Uint8Array; place: TenantPlace },
): Promise<string> {
  const [current] = await wrappedKeys(db);
  if (!current) throw new Error(`tenant ${db.tenantId} has no data key`);
  return encrypt(unwrap(db, master, current), plaintext, { ...place, tenantId: db.tenantId });
}

/**
 * Reads what `encryptInTenant` made. Fetch the ciphertext first: the keys are then never older.
 * @throws DecryptError
 */
export async function decryptInTenant(
  db: TenantDb,
  master: MasterKeys,
  { ciphertext, place }: { ciphertext: string; place: TenantPlace },
): Promise<Buffer> {
  const keys = (await wrappedKeys(db)).map((key) => unwrap(db, master, key));
  return decrypt(keys, ciphertext, { ...place, tenantId: db.tenantId });
}

/** Puts a new data key in front of the tenant's, all of them wrapped by the current master key. */
export async function renewDataKey(db: TenantDb, master: MasterKeys): Promise<void> {
  const now = Date.now();
  const kept = (await lockDataKeys(db))
    .map(({ retiredAt = new Date(now).toISOString(), ...key }) => ({ ...key, retiredAt }))
    .filter(({ retiredAt }) => now - Date.parse(retiredAt) < RETIRED_MS)
    .map((key) => ({ ...key, wrapped: master.wrap(unwrap(db, master, key), db.tenantId) }));
  await updateDataKeys(db, [wrapNewDataKey(master, db.tenantId), ...kept]);
}

async function wrappedKeys(db: TenantDb): Promise<WrappedDataKey[]> {
  return (await getTenant(db))?.dataKeys ?? [];
}

function unwrap(db: TenantDb, master: MasterKeys, { id, wrapped }: WrappedDataKey): DataKey {
  return master.unwrap(wrapped, id, db.tenantId);
}
