import type { MasterKeys } from '../crypto/master-keys.ts';
import { type LinkClaims, SignedLinkError, signLink, verifyLink } from '../crypto/signed-links.ts';
import { isUuid } from '../crypto/uuid.ts';
import type { Database, TenantDb } from '../database/database.ts';
import { findTenantSecret, tenantSecret } from './keyring.ts';

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
  /** Of transactions that were committed. */
  const known = new Map<string, Uint8Array>();

  /** Asks nobody else's unit of work, which may wait for the connection that `tenant` holds. */
  async function signingSecret(tenant: string | TenantDb): Promise<Uint8Array> {
    const make = (db: TenantDb) => tenantSecret(db, master, secretName);
    if (typeof tenant !== 'string') return known.get(tenant.tenantId) ?? make(tenant);
    const secret = known.get(tenant) ?? (await database.tenant(tenant, make));
    known.set(tenant, secret);
    return secret;
  }

  /** A tenant that has none has signed nothing. */
  async function signedBy(tenantId: string): Promise<Uint8Array> {
    const find = (db: TenantDb) => findTenantSecret(db, master, secretName);
    const secret = known.get(tenantId) ?? (await database.read(tenantId, find));
    if (!secret) throw new SignedLinkError('invalid');
    known.set(tenantId, secret);
    return secret;
  }

  return {
    async sign(tenant, claims) {
      const tenantId = typeof tenant === 'string' ? tenant : tenant.tenantId;
      return `${tenantId}~${signLink(await signingSecret(tenant), claims)}`;
    },
    async verify(token, purpose) {
      const [tenantId = '', signed = ''] = token.split('~');
      if (!isUuid(tenantId)) throw new SignedLinkError('invalid');
      return { tenantId, payload: verifyLink(await signedBy(tenantId), signed, { purpose }) };
    },
  };
}
