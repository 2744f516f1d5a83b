import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { listTenants } from '../../platform/tenancy/tenants.store.ts';
import { newToolKey } from './new-tool-key.ts';
import {
  dropPrivateKeys,
  insertToolKey,
  listToolKeys,
  lockToolKeys,
  replacePrivateKey,
  retireToolKeys,
} from './tool-key.store.ts';
import { SHARED_KEYS } from './tool-keys.ts';

const HOUR_MS = 3_600_000;
/** Platforms keep the key set for an hour (see `jwksRouter`); before they know a key it signs nothing. */
const SIGNS_AFTER_MS = 2 * HOUR_MS;
/** What the key before has signed is looked at later, too. */
const OVERLAP_MS = 24 * HOUR_MS;

interface RotationDeps {
  database: Database;
  master: MasterKeys;
}

/**
 * A new key for each owner of keys, in the key set at once and signing in two hours; the one before
 * leaves a day after that. All private keys are wrapped by the current master key afterwards.
 * Answers how many owners have new keys.
 */
export async function rotateToolKeys(deps: RotationDeps): Promise<number> {
  let owners = 0;
  for (const owner of await keyOwners(deps.database)) {
    if (await rotateOwner(deps, owner, Date.now())) owners++;
  }
  return owners;
}

/** False for who has no key: the first one is made when one is needed. @param now ms since 1970 */
export async function rotateOwner(
  { database, master }: RotationDeps,
  owner: string,
  now: number,
): Promise<boolean> {
  const at = new Date(now);
  const known = await database.read(owner, (db) => listToolKeys(db, at));
  if (known.length === 0) return false;
  const made = await newToolKey(master, owner);
  const signsFrom = new Date(now + SIGNS_AFTER_MS);
  await database.tenant(owner, async (db) => {
    await lockToolKeys(db);
    await insertToolKey(db, { ...made, signsFrom });
    await retireToolKeys(db, {
      except: made.kid,
      removedAt: new Date(signsFrom.getTime() + OVERLAP_MS),
    });
    await dropPrivateKeys(db, at);
    await rewrapKeys(db, master, at);
  });
  return true;
}

async function keyOwners(database: Database): Promise<string[]> {
  const tenants = await listTenants(database.lookup);
  return [SHARED_KEYS, ...tenants.map(({ tenantId }) => tenantId)];
}

async function rewrapKeys(db: TenantDb, master: MasterKeys, now: Date): Promise<void> {
  for (const { kid, privateKey } of await listToolKeys(db, now)) {
    if (!privateKey || !master.needsRewrap(privateKey)) continue;
    const opened = master.unwrap(privateKey, kid, db.tenantId);
    await replacePrivateKey(db, kid, master.wrap(opened, db.tenantId));
  }
}
