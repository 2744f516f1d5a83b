import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import type { Step } from '../attempts/trail.ts';

/** A login that one browser began and whose answer is awaited. */
export interface PendingLogin {
  id: string;
  connectionId: string;
  /** SHA-256 of what the browser that began has to show. */
  bindingHash: string;
  /** ID of the AuthnRequest; of SAML only. */
  requestId: string | null;
  /** Nonce and PKCE verifier; of OpenID Connect only. */
  nonce: string | null;
  verifier: string | null;
  /** `test`: nobody is signed in, and what came is shown. */
  purpose: 'sign_in' | 'test';
  returnTo: string | null;
  steps: Step[];
  createdAt: Date;
  expiresAt: Date;
}

const columns = `id, connection_id as "connectionId", binding_hash as "bindingHash",
  request_id as "requestId", nonce, verifier, purpose, return_to as "returnTo", steps,
  created_at as "createdAt", expires_at as "expiresAt"`;

export async function insertLogin(
  db: TenantDb,
  login: Omit<PendingLogin, 'createdAt'> & { stateHash: string },
): Promise<void> {
  await db.query(
    `insert into sso_login (tenant_id, id, state_hash, connection_id, binding_hash, request_id,
       nonce, verifier, purpose, return_to, steps, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[db.tenantId, login.id, login.stateHash, login.connectionId, login.bindingHash],
      ...[login.requestId, login.nonce, login.verifier, login.purpose, login.returnTo],
      ...[storableJson(login.steps), login.expiresAt],
    ],
  );
}

/** Expired ones, too. */
export async function findLogin(
  db: TenantDb,
  { stateHash, connectionId }: { stateHash: string; connectionId: string },
): Promise<PendingLogin | undefined> {
  const { rows } = await db.query<PendingLogin>(
    `select ${columns} from sso_login
     where tenant_id = $1 and state_hash = $2 and connection_id = $3`,
    [db.tenantId, stateHash, connectionId],
  );
  return rows[0];
}

/** Uses it up: of two that ask, one gets it, and nobody who does not hold the binding. */
export async function takeLogin(
  db: TenantDb,
  login: { stateHash: string; connectionId: string; bindingHash: string },
): Promise<PendingLogin | undefined> {
  const { rows } = await db.query<PendingLogin>(
    `delete from sso_login
     where tenant_id = $1 and state_hash = $2 and connection_id = $3 and binding_hash = $4
     returning ${columns}`,
    [db.tenantId, login.stateHash, login.connectionId, login.bindingHash],
  );
  return rows[0];
}
