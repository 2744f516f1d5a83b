import type { CryptoKey, JWK } from 'jose';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Registration } from '../registrations/registration.ts';
import { newToolKey, openPrivateKey } from './new-tool-key.ts';
import { insertToolKey, listToolKeys, lockToolKeys, type ToolKey } from './tool-key.store.ts';

/** Owner of the keys that all tenants share, who is nobody. */
export const SHARED_KEYS = '00000000-0000-0000-0000-000000000000';

/** A rotation is seen within this time in every process; new keys sign later than that. */
const CACHE_MS = 60_000;

export interface Signer {
  kid: string;
  key: CryptoKey;
}

/** The tool's own keys: they sign what it sends, and platforms fetch their public parts. */
export interface ToolKeys {
  signer(registration: Pick<Registration, 'tenantId' | 'keySet'>): Promise<Signer>;
  /** Public keys, newest first. @param owner a tenant, or SHARED_KEYS */
  jwks(owner: string): Promise<{ keys: JWK[] }>;
  forget(): void;
}

function keyOwner({ tenantId, keySet }: Pick<Registration, 'tenantId' | 'keySet'>): string {
  return keySet === 'tenant' ? tenantId : SHARED_KEYS;
}

export function createToolKeys({
  database,
  master,
  now = Date.now,
}: {
  database: Database;
  master: MasterKeys;
  now?: () => number;
}): ToolKeys {
  const rings = new Map<string, { keys: Promise<ToolKey[]>; until: number }>();
  const opened = new Map<string, Promise<CryptoKey>>();

  function ringOf(owner: string): Promise<ToolKey[]> {
    const known = rings.get(owner);
    if (known && known.until > now()) return known.keys;
    const keys = ensureKeys({ database, master, owner, now });
    rings.set(owner, { keys, until: now() + CACHE_MS });
    keys.catch(() => rings.delete(owner));
    return keys;
  }

  function open(owner: string, { kid, privateKey }: ToolKey): Promise<CryptoKey> {
    if (!privateKey) throw new Error(`the private key ${kid} is gone`);
    const kept = opened.get(kid) ?? openPrivateKey(master, owner, { kid, privateKey });
    opened.set(kid, kept);
    kept.catch(() => opened.delete(kid));
    return kept;
  }

  return {
    async signer(registration) {
      const owner = keyOwner(registration);
      const current = signingKey(await ringOf(owner), now());
      return { kid: current.kid, key: await open(owner, current) };
    },
    jwks: async (owner) => ({ keys: (await ringOf(owner)).map(({ publicJwk }) => publicJwk) }),
    forget() {
      rings.clear();
      opened.clear();
    },
  };
}

/** The newest key whose time has come. */
function signingKey(ring: readonly ToolKey[], now: number): ToolKey {
  const key = ring.find(({ signsFrom }) => signsFrom.getTime() <= now) ?? ring.at(-1);
  if (!key) throw new Error('a key ring is never empty');
  return key;
}

/** The owner's keys; the first one is made when it is first asked for. */
async function ensureKeys({
  database,
  master,
  owner,
  now,
}: {
  database: Database;
  master: MasterKeys;
  owner: string;
  now: () => number;
}): Promise<ToolKey[]> {
  const at = new Date(now());
  const known = await database.read(owner, (db) => listToolKeys(db, at));
  if (known.length > 0) return known;
  const made = await newToolKey(master, owner);
  return database.tenant(owner, async (db) => {
    await lockToolKeys(db);
    const meanwhile = await listToolKeys(db, at);
    if (meanwhile.length > 0) return meanwhile;
    await insertToolKey(db, { ...made, signsFrom: at });
    return listToolKeys(db, at);
  });
}
