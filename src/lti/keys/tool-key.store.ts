import type { JWK } from 'jose';
import type { TenantDb } from '../../platform/database/database.ts';

/** Any number that no other advisory lock with a tenant uses. */
const LOCK = 7_265_009;

export interface ToolKey {
  kid: string;
  publicJwk: JWK;
  /** Wrapped by the master key; null once the key is gone. */
  privateKey: string | null;
  signsFrom: Date;
  /** When it leaves the key set; null while no newer key is there. */
  removedAt: Date | null;
}

const columns = `kid, public_jwk as "publicJwk", private_key as "privateKey",
  signs_from as "signsFrom", removed_at as "removedAt"`;

/** One change of an owner's keys at a time. */
export async function lockToolKeys(db: TenantDb): Promise<void> {
  await db.query('select pg_advisory_xact_lock($1, hashtext($2))', [LOCK, db.tenantId]);
}

/** Keys that are in the key set, newest first. */
export async function listToolKeys(db: TenantDb, now: Date): Promise<ToolKey[]> {
  const { rows } = await db.query<ToolKey>(
    `select ${columns} from lti_tool_key
     where tenant_id = $1 and (removed_at is null or removed_at > $2)
     order by signs_from desc, kid`,
    [db.tenantId, now],
  );
  return rows;
}

/** False when there was this key before: a kid never comes back. */
export async function insertToolKey(
  db: TenantDb,
  key: Pick<ToolKey, 'kid' | 'publicJwk' | 'privateKey' | 'signsFrom'>,
): Promise<boolean> {
  const { count } = await db.query(
    `insert into lti_tool_key (tenant_id, kid, public_jwk, private_key, signs_from)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [db.tenantId, key.kid, JSON.stringify(key.publicJwk), key.privateKey, key.signsFrom],
  );
  return count === 1;
}

/** Has all older keys leave the key set at that time, unless they leave earlier. */
export async function retireToolKeys(
  db: TenantDb,
  { except, removedAt }: { except: string; removedAt: Date },
): Promise<void> {
  await db.query(
    `update lti_tool_key set removed_at = least(removed_at, $3::timestamptz)
     where tenant_id = $1 and kid <> $2`,
    [db.tenantId, except, removedAt],
  );
}

/** Forgets the private part of keys that have left. */
export async function dropPrivateKeys(db: TenantDb, now: Date): Promise<void> {
  await db.query(
    'update lti_tool_key set private_key = null where tenant_id = $1 and removed_at <= $2',
    [db.tenantId, now],
  );
}

export async function replacePrivateKey(
  db: TenantDb,
  kid: string,
  privateKey: string,
): Promise<void> {
  await db.query('update lti_tool_key set private_key = $3 where tenant_id = $1 and kid = $2', [
    db.tenantId,
    kid,
    privateKey,
  ]);
}
