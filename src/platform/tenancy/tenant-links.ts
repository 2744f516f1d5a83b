import type { MasterKeys } from '../crypto/master-keys.ts';
import { type LinkClaims, SignedLinkError, signLink, verifyLink } from '../crypto/signed-links.ts';
import { isUuid } from '../crypto/uuid.ts';
import type { Database } from '../database/database.ts';
import { tenantSecret } from './keyring.ts';

/** Tokens for addresses: what they let somebody do is in them, and nothing is stored. */
export interface TenantLinks {
  /** `<tenant id>~<signed claims>`, safe in a path segment. */
  sign(tenantId: string, claims: LinkClaims): Promise<string>;
  /** @throws SignedLinkError */
  verify(token: string, purpose: string): Promise<{ tenantId: string; payload: unknown }>;
}

/** Signed by a secret of the tenant, whose id stands before the signature to find it. */
export function createTenantLinks(
  { database, master }: { database: Database; master: MasterKeys },
  secretName: string,
): TenantLinks {
  const known = new Map<string, Promise<Uint8Array>>();

  function secretOf(tenantId: string): Promise<Uint8Array> {
    const kept =
      known.get(tenantId) ??
      database.tenant(tenantId, (db) => tenantSecret(db, master, secretName));
    known.set(tenantId, kept);
    kept.catch(() => known.delete(tenantId));
    return kept;
  }

  return {
    async sign(tenantId, claims) {
      return `${tenantId}~${signLink(await secretOf(tenantId), claims)}`;
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
