import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import { SignedLinkError } from '../../platform/crypto/signed-links.ts';
import type { Database } from '../../platform/database/database.ts';
import { createTenantLinks } from '../../platform/tenancy/tenant-links.ts';

/** Signed ids of dispatches, which packages carry. */
export interface DispatchTokens {
  sign(tenantId: string, dispatchId: string): Promise<string>;
  /** Undefined for a token that is none of ours. */
  verify(token: string): Promise<{ tenantId: string; dispatchId: string } | undefined>;
}

const PURPOSE = 'dispatch';
/** When a dispatch ends, its row says, as that can change: the package in a platform cannot. */
const NEVER = Number.MAX_SAFE_INTEGER;

export function createDispatchTokens(deps: {
  database: Database;
  master: MasterKeys;
}): DispatchTokens {
  const links = createTenantLinks(deps, PURPOSE);
  return {
    sign: (tenantId, dispatchId) =>
      links.sign(tenantId, { purpose: PURPOSE, payload: dispatchId, expiresAt: NEVER }),
    async verify(token) {
      try {
        const { tenantId, payload } = await links.verify(token, PURPOSE);
        return typeof payload === 'string' ? { tenantId, dispatchId: payload } : undefined;
      } catch (error) {
        if (error instanceof SignedLinkError) return undefined;
        throw error;
      }
    },
  };
}
