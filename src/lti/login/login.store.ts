import type { Queryable, TenantDb } from '../../platform/database/database.ts';
import type { Step } from '../inspector/trail.ts';

/** A login that was begun and whose launch is awaited. */
export interface PendingLogin {
  id: string;
  /** Whose the registration is. */
  tenantId: string;
  registrationId: string;
  nonce: string;
  /** SHA-256 of what the browser that began has to show. */
  bindingHash: string;
  targetLinkUri: string;
  storageTarget: string | null;
  steps: Step[];
  createdAt: Date;
  expiresAt: Date;
}

type NewLogin = Omit<PendingLogin, 'tenantId' | 'createdAt'> & { stateHash: string };

const columns = `id, tenant_id as "tenantId", registration_id as "registrationId", nonce,
  binding_hash as "bindingHash", target_link_uri as "targetLinkUri",
  storage_target as "storageTarget", steps, created_at as "createdAt", expires_at as "expiresAt"`;

export async function insertLogin(db: TenantDb, login: NewLogin): Promise<void> {
  await db.query(
    `insert into lti_login (tenant_id, id, state_hash, nonce, binding_hash, registration_id,
       target_link_uri, storage_target, steps, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      db.tenantId,
      login.id,
      login.stateHash,
      login.nonce,
      login.bindingHash,
      login.registrationId,
      login.targetLinkUri,
      login.storageTarget,
      JSON.stringify(login.steps),
      login.expiresAt,
    ],
    'kept',
  );
}

/** Expired ones, too. */
export async function findLogin(
  lookup: Queryable,
  stateHash: string,
): Promise<PendingLogin | undefined> {
  const { rows } = await lookup.query<PendingLogin>(`select ${columns} from find_lti_login($1)`, [
    stateHash,
  ]);
  return rows[0];
}

/** Uses it up: of two that ask, one gets it, and nobody who does not hold the binding. */
export async function takeLogin(
  lookup: Queryable,
  { stateHash, bindingHash }: { stateHash: string; bindingHash: string },
): Promise<PendingLogin | undefined> {
  const { rows } = await lookup.query<PendingLogin>(
    `select ${columns} from take_lti_login($1, $2)`,
    [stateHash, bindingHash],
    'kept',
  );
  return rows[0];
}
