import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import { SignedLinkError, signLink, verifyLink } from '../platform/crypto/signed-links.ts';
import { isUuid } from '../platform/crypto/uuid.ts';
import type { Database } from '../platform/database/database.ts';
import { tenantSecret } from '../platform/tenancy/keyring.ts';

/** What a study link opens, and for whom. */
interface LinkGrant {
  personId: string;
  deckId: string;
  mode: 'study' | 'test';
  assignmentId: string | null;
}

/** What a session of the player may do. */
export type PlayGrant = Omit<LinkGrant, 'personId'> & {
  /** Where the player's way out leads. */
  returnUrl?: string | undefined;
  /** BCP 47; before the person's own. */
  locale?: string | undefined;
  /** Sign-in that it was opened out of, and ends with. */
  signInId?: string | undefined;
  /** Only atoms with one of these, as of an assignment that is still to be made. */
  tags?: string[] | undefined;
} & (
    | { record: 'facts'; personId: string }
    /** A preview leaves no trace; nobody need be known for it. */
    | { record: 'nothing'; personId: string | null }
  );

export interface PlayLinks {
  sign(tenantId: string, grant: LinkGrant, expiresAt: Date): Promise<string>;
  /** @throws SignedLinkError */
  verify(token: string): Promise<{ tenantId: string; grant: PlayGrant }>;
  /** A token under which the media of a tenant's decks can be fetched by `<img>` and `<audio>`. */
  signMedia(tenantId: string, expiresAt: Date): Promise<string>;
  /** @throws SignedLinkError */
  verifyMedia(token: string): Promise<{ tenantId: string }>;
}

/** Signed by a secret of the tenant, whose id stands before the signature to find it. */
export function createPlayLinks({
  database,
  master,
}: {
  database: Database;
  master: MasterKeys;
}): PlayLinks {
  const known = new Map<string, Promise<Uint8Array>>();

  function secretOf(tenantId: string): Promise<Uint8Array> {
    const kept =
      known.get(tenantId) ??
      database.tenant(tenantId, (db) => tenantSecret(db, master, 'play-links'));
    known.set(tenantId, kept);
    kept.catch(() => known.delete(tenantId));
    return kept;
  }

  async function sign(tenantId: string, purpose: string, payload: unknown, expiresAt: Date) {
    const secret = await secretOf(tenantId);
    return `${tenantId}~${signLink(secret, { purpose, payload, expiresAt: expiresAt.getTime() })}`;
  }

  async function verify(token: string, purpose: string) {
    const [tenantId = '', signed = ''] = token.split('~');
    if (!isUuid(tenantId)) throw new SignedLinkError('invalid');
    const secret = await secretOf(tenantId).catch(() => {
      throw new SignedLinkError('invalid');
    });
    return { tenantId, payload: verifyLink(secret, signed, { purpose }) };
  }

  return {
    sign: (tenantId, grant, expiresAt) => sign(tenantId, 'play', grant, expiresAt),
    // Sound because only `sign` above makes payloads for this purpose.
    verify: async (token) => {
      const { tenantId, payload } = await verify(token, 'play');
      return { tenantId, grant: { ...(payload as LinkGrant), record: 'facts' } };
    },
    signMedia: (tenantId, expiresAt) => sign(tenantId, 'play-media', null, expiresAt),
    verifyMedia: async (token) => ({ tenantId: (await verify(token, 'play-media')).tenantId }),
  };
}
