import { hashApiKey, newApiKey } from '../crypto/api-keys.ts';
import type { MasterKeys } from '../crypto/master-keys.ts';
import { newToken } from '../crypto/one-time-tokens.ts';
import { uuidv7 } from '../crypto/uuid.ts';
import type { Database, TenantDb } from '../database/database.ts';
import { insertApiKey } from './api-keys.store.ts';
import { findApiKey, insertAccessToken } from './credentials.store.ts';
import { wrapNewDataKey } from './data-keys.ts';
import { insertTenant, listTenants } from './tenants.store.ts';

export const ADMIN_LINK_PURPOSE = 'admin_link';
export const ADMIN_LINK_MS = 24 * 3_600_000;

export interface FirstStart {
  tenantId: string;
  /** Shown once; undefined when BOOTSTRAP_API_KEY fixed it. */
  apiKey: string | undefined;
  /** Opens the start page once, within a day. */
  adminToken: string;
}

interface BootstrapDeps {
  database: Database;
  master: MasterKeys;
  pepper: Uint8Array;
  bootstrapApiKey: string | undefined;
  /** Gives the admin key a person of its own, whose study history imports may carry. */
  createAdmin(db: TenantDb): Promise<string>;
}

/** A fixed id: of two processes that start at once on an empty database, one wins. */
const UNIQUE_VIOLATION = '23505';
const FIRST_TENANT = '00000000-0000-7000-8000-000000000001';

/** Makes the first tenant with an admin key and a one-time link; undefined on later starts. */
export async function bootstrap(deps: BootstrapDeps): Promise<FirstStart | undefined> {
  const [existing] = await listTenants(deps.database.lookup);
  if (existing) {
    await ensureBootstrapKey(deps, existing.tenantId);
    return undefined;
  }
  return firstStart(deps).catch((error) => {
    if (error.code === UNIQUE_VIOLATION) return undefined;
    throw error;
  });
}

async function firstStart({
  database,
  master,
  pepper,
  bootstrapApiKey,
  createAdmin,
}: BootstrapDeps): Promise<FirstStart> {
  const tenantId = FIRST_TENANT;
  const { key, prefix, hash } = newApiKey(pepper);
  const { token, hash: tokenHash } = newToken();
  await database.tenant(tenantId, async (db) => {
    await insertTenant(db, { name: 'Main', dataKeys: [wrapNewDataKey(master, tenantId)] });
    const personId = await createAdmin(db);
    await insertApiKey(db, {
      id: uuidv7(),
      name: 'First admin key',
      role: 'admin',
      scopes: null,
      personId,
      prefix: bootstrapApiKey ? 'BOOTSTRAP' : prefix,
      expiresAt: null,
      hash: bootstrapApiKey ? hashApiKey(pepper, bootstrapApiKey) : hash,
    });
    await insertAccessToken(db, {
      id: uuidv7(),
      purpose: ADMIN_LINK_PURPOSE,
      hash: tokenHash,
      role: 'admin',
      personId,
      expiresAt: new Date(Date.now() + ADMIN_LINK_MS),
    });
  });
  return { tenantId, apiKey: bootstrapApiKey ? undefined : key, adminToken: token };
}

/** BOOTSTRAP_API_KEY may be set or changed after the first start. */
async function ensureBootstrapKey(
  { database, pepper, bootstrapApiKey, createAdmin }: BootstrapDeps,
  tenantId: string,
): Promise<void> {
  if (!bootstrapApiKey) return;
  const hash = hashApiKey(pepper, bootstrapApiKey);
  if (await findApiKey(database.lookup, hash)) return;
  await database.tenant(tenantId, async (db) => {
    await insertApiKey(db, {
      id: uuidv7(),
      name: 'BOOTSTRAP_API_KEY',
      role: 'admin',
      scopes: null,
      personId: await createAdmin(db),
      prefix: 'BOOTSTRAP',
      expiresAt: null,
      hash,
    });
  });
}
