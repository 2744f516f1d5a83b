import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MasterKeys, parseMasterKeys } from '../crypto/master-keys.ts';
import { newSecret } from '../crypto/secret.ts';
import type { Database, TenantDb } from '../database/database.ts';
import { decryptInTenant, encryptInTenant, renewDataKey, type TenantPlace } from './data-keys.ts';
import {
  findSecret,
  insertSecret,
  keepPlatformSecret,
  listSecrets,
  listTenants,
  lockDataKeys,
  replacePlatformSecret,
  replaceSecret,
} from './tenants.store.ts';

/** MASTER_KEY, or the one made at the first start and kept in the data directory. */
export async function readMasterKeys(
  setting: string | undefined,
  dataDir: string,
): Promise<MasterKeys> {
  if (setting) return parseMasterKeys(setting);
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, 'master.key');
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, randomBytes(32).toString('base64'), { mode: 0o600 });
  // link(2) never replaces: of two processes that start at once, both read the first one's key.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return parseMasterKeys((await readFile(path, 'utf8')).trim());
}

const PEPPER = 'api-key-pepper';
const PLATFORM = 'platform';

/** The secret that API keys are hashed with; made once for all processes. */
export async function readPepper(database: Database, master: MasterKeys): Promise<Uint8Array> {
  return master.unwrap(await wrappedPepper(database, master), PEPPER, PLATFORM).key;
}

function wrappedPepper(database: Database, master: MasterKeys): Promise<string> {
  const fresh = master.wrap({ id: PEPPER, key: newSecret() }, PLATFORM);
  return keepPlatformSecret(database.lookup, PEPPER, fresh);
}

/** The pepper stays, or no API key would be known any more; only its wrapping is made anew. */
async function rewrapPepper(database: Database, master: MasterKeys): Promise<void> {
  const old = await wrappedPepper(database, master);
  if (!master.needsRewrap(old)) return;
  const sealed = master.wrap(master.unwrap(old, PEPPER, PLATFORM), PLATFORM);
  await replacePlatformSecret(database.lookup, PEPPER, { old, sealed });
}

const placeOf = (name: string): TenantPlace => ({
  table: 'tenant_secret',
  rowId: name,
  column: 'ciphertext',
});

/** A random secret of the tenant (32 bytes), made when first asked for and encrypted at rest. */
export async function tenantSecret(
  db: TenantDb,
  master: MasterKeys,
  name: string,
): Promise<Uint8Array> {
  const kept = await findTenantSecret(db, master, name);
  if (kept) return kept;
  const secret = newSecret();
  const ciphertext = await encryptInTenant(db, master, { plaintext: secret, place: placeOf(name) });
  if (await insertSecret(db, name, ciphertext)) return secret;
  return tenantSecret(db, master, name);
}

/** Undefined when there is none of that name. */
export async function findTenantSecret(
  db: TenantDb,
  master: MasterKeys,
  name: string,
): Promise<Buffer | undefined> {
  const ciphertext = await findSecret(db, name);
  return ciphertext === undefined
    ? undefined
    : decryptInTenant(db, master, { ciphertext, place: placeOf(name) });
}

/** Keeps a secret that somebody else has made, encrypted at rest; one of that name is replaced. */
export async function keepSecret(
  db: TenantDb,
  master: MasterKeys,
  { name, plaintext }: { name: string; plaintext: string },
): Promise<void> {
  const ciphertext = await encryptInTenant(db, master, { plaintext, place: placeOf(name) });
  if (!(await insertSecret(db, name, ciphertext))) await replaceSecret(db, name, ciphertext);
}

/** What `keepSecret` has kept, as text. */
export async function openSecret(
  db: TenantDb,
  master: MasterKeys,
  name: string,
): Promise<string | undefined> {
  return (await findTenantSecret(db, master, name))?.toString();
}

/**
 * Gives a tenant a new data key and encrypts its secrets again with it. Answers how many secrets
 * were rewritten.
 */
export async function rotateTenant(db: TenantDb, master: MasterKeys): Promise<number> {
  await lockDataKeys(db);
  const secrets = [];
  for (const { name, ciphertext } of await listSecrets(db)) {
    const place = placeOf(name);
    const plaintext = await decryptInTenant(db, master, { ciphertext, place });
    secrets.push({ name, place, plaintext });
  }
  // Only now: it drops the keys that were retired long ago.
  await renewDataKey(db, master);
  for (const { name, ...secret } of secrets) {
    await replaceSecret(db, name, await encryptInTenant(db, master, secret));
  }
  return secrets.length;
}

/** Rotates every tenant's data key; afterwards nothing needs the retired master keys any more. */
export async function rotateKeys(
  database: Database,
  master: MasterKeys,
): Promise<{ tenants: number; secrets: number }> {
  await rewrapPepper(database, master);
  const tenants = await listTenants(database.lookup);
  let secrets = 0;
  for (const { tenantId } of tenants) {
    secrets += await database.tenant(tenantId, (db) => rotateTenant(db, master));
  }
  return { tenants: tenants.length, secrets };
}
