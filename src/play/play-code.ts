import { hashToken, newToken } from '../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../platform/database/database.ts';
import { findAccessToken, insertAccessToken } from '../platform/tenancy/credentials.store.ts';
import { isUsable } from '../platform/tenancy/credentials.ts';
import type { PlayGrant } from './play-link.ts';

const PURPOSE = 'play_code';
/** From the redirect to the player's first request. */
const LIFE_MS = 60_000;

interface CodeData {
  grant: PlayGrant;
  /** Sources for `frame-ancestors` of the player's page. */
  frameAncestors: string[];
}

interface FoundCode extends CodeData {
  tenantId: string;
  id: string;
  /** Whether it still opens a session; once it does not, its page may be framed all the same. */
  isOpen: boolean;
}

/** One-time codes in the address of the player, for surfaces that let people in by themselves. */
export interface PlayCodes {
  /** A code that opens `/play/<code>` once within a minute. */
  issue(db: TenantDb, code: CodeData): Promise<string>;
  /** Looks without using it up. */
  find(code: string): Promise<FoundCode | undefined>;
}

/** Study links are longer and hold a `~`. */
export function isPlayCode(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

export function createPlayCodes({ database }: { database: Database }): PlayCodes {
  return {
    async issue(db, { grant, frameAncestors }) {
      const { token, hash } = newToken();
      await insertAccessToken(db, {
        id: uuidv7(),
        purpose: PURPOSE,
        hash,
        role: 'user',
        personId: grant.personId ?? undefined,
        data: { grant, frameAncestors },
        expiresAt: new Date(Date.now() + LIFE_MS),
      });
      return token;
    },
    async find(code) {
      const row = await findAccessToken(database.lookup, hashToken(code));
      if (row?.purpose !== PURPOSE) return undefined;
      const isOpen = !row.usedAt && isUsable(row, Date.now());
      // Sound because `issue` alone writes rows of this purpose.
      const data = row.data as unknown as CodeData;
      return { ...data, tenantId: row.tenantId, id: row.id, isOpen };
    },
  };
}
