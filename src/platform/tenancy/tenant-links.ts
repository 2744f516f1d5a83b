import type { MasterKeys } from '../crypto/master-keys.ts';
import { type LinkClaims, SignedLinkError, signLink, verifyLink } from '../crypto/signed-links.ts';
import { isUuid } from '../crypto/uuid.ts';
import type { Database, TenantDb } from '../database/database.ts';
import { tenantSecret } from './keyring.ts';

/** Tokens for addresses: what they let somebody do is in them, and nothing is stored. */
export interface TenantLinks {
  /**
   * `<tenant id>~<signed claims>`, safe in a path segment.
   * @param tenant its id, or a unit of work of it that is under way
   */
  sign(tenant: string | TenantDb, claims: LinkClaims): Promise<string>;
  /** @throws SignedLinkError */
  verify(token: string, purpose: string): Promise<{ tenantId: string; payload: unknown }>;
}

/** Signed by a secret of the tenant, whose id stands before the signature to find it. */
export function createTenantLinks(
  { database, master }: { database: Database; master: MasterKeys },
  secretName: string,
): TenantLinks {
  const known = new Map<string, Promise<Uint8Array>>();

  function secretOf(tenant: string | TenantDb): Promise<Uint8Array> {
    const read = (db: TenantDb) => tenantSecret(db, master, secretName);
    // Not kept: a secret that this unit of work has made is gone when it fails.
    if (typeof tenant !== 'string') return known.get(tenant.tenantId) ?? read(tenant);
    const kept = known.get(tenant) ?? database.tenant(tenant, read);
    known.set(tenant, kept);
    kept.catch(() => known.delete(tenant));
    return kept;
  }

  return {
    async sign(tenant, claims) {
      const tenantId = typeof tenant === 'string' ? tenant : tenant.tenantId;
      return `${tenantId}~${signLink(await secretOf(tenant), claims)}`;
    },
    async verify(token, purpose) {
      const [tenantId = '', signed = ''] = token.split('~');
      if (!isUuid(tenantId)) throw new SignedLinkError('invalid');
      const secret = await secretOf(tenantId).catch(() => {
        throw new SignedLinkError('invalid');
      });
      return { tenantId, payload: verifyLink(secret, signed, { purpose }) };
    },
  };
}
