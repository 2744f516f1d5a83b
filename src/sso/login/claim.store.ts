import { hashToken } from '../../platform/crypto/one-time-tokens.ts';
import type { TenantDb } from '../../platform/database/database.ts';

export interface SingleUse {
  connectionId: string;
  kind: 'assertion' | 'logout_request' | 'logout_token';
  /** What the provider calls it, unique there. */
  value: string;
  /** From when on it is refused for its age anyway. */
  expiresAt: Date;
}

/** Claims what may be used once, for all processes: of any that ask, one gets true. */
export async function claimOnce(
  db: TenantDb,
  { connectionId, kind, value, expiresAt }: SingleUse,
): Promise<boolean> {
  const { count } = await db.query(
    `insert into sso_claim (tenant_id, connection_id, kind, value_hash, expires_at)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [db.tenantId, connectionId, kind, hashToken(value), expiresAt],
  );
  return count === 1;
}
