import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import { createTenantLinks } from '../platform/tenancy/tenant-links.ts';

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
  /** Origin of the shell around the player, in another learning platform that gets results too. */
  shellOrigin?: string | undefined;
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

export function createPlayLinks(deps: { database: Database; master: MasterKeys }): PlayLinks {
  const links = createTenantLinks(deps, 'play-links');
  return {
    sign: (tenantId, payload, expiresAt) =>
      links.sign(tenantId, { purpose: 'play', payload, expiresAt: expiresAt.getTime() }),
    // Sound because only `sign` above makes payloads for this purpose.
    verify: async (token) => {
      const { tenantId, payload } = await links.verify(token, 'play');
      return { tenantId, grant: { ...(payload as LinkGrant), record: 'facts' } };
    },
    signMedia: (tenantId, expiresAt) =>
      links.sign(tenantId, {
        purpose: 'play-media',
        payload: null,
        expiresAt: expiresAt.getTime(),
      }),
    verifyMedia: async (token) => ({
      tenantId: (await links.verify(token, 'play-media')).tenantId,
    }),
  };
}
