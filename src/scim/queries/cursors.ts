import { createHash } from 'node:crypto';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import { SignedLinkError, signLink, verifyLink } from '../../platform/crypto/signed-links.ts';
import type { Database } from '../../platform/database/database.ts';
import { tenantSecret } from '../../platform/tenancy/keyring.ts';
import { badRequest } from '../scim-error.ts';

/** How long a cursor may be used, in seconds (RFC 9865 4, `cursorTimeout`). */
export const CURSOR_SECONDS = 3_600;

/** Where a page ends. */
export interface Position {
  /** Of the last row. */
  id: string;
  /** Its sort key, null where it has none; without a sort too. */
  key: string | null;
  /** Matches, as they were counted for the first page. */
  total: number;
}

/** What a cursor belongs to; it goes on with nothing else. */
export interface CursorScope {
  tenantId: string;
  connectionId: string;
  /** Kinds, filter and sort of the search. */
  search: readonly unknown[];
}

export interface Cursors {
  /** Made of unreserved characters only (RFC 9865 2). */
  sign(scope: CursorScope, position: Position): Promise<string>;
  /** @throws ScimError 400 invalidCursor | expiredCursor */
  verify(scope: CursorScope, cursor: string): Promise<Position>;
}

const purpose = 'scim-cursor';

/** Cursors hold the position themselves and are signed by a secret of the tenant. */
export function createCursors({
  database,
  master,
  now = Date.now,
}: {
  database: Database;
  master: MasterKeys;
  now?: () => number;
}): Cursors {
  const known = new Map<string, Promise<Uint8Array>>();

  function secretOf(tenantId: string): Promise<Uint8Array> {
    const kept =
      known.get(tenantId) ??
      database.tenant(tenantId, (db) => tenantSecret(db, master, 'scim-cursors'));
    known.set(tenantId, kept);
    kept.catch(() => known.delete(tenantId));
    return kept;
  }

  return {
    async sign(scope, { id, key, total }) {
      const payload = [fingerprint(scope), id, key, total];
      const expiresAt = now() + CURSOR_SECONDS * 1000;
      return signLink(await secretOf(scope.tenantId), { purpose, expiresAt, payload });
    },
    async verify(scope, cursor) {
      const secret = await secretOf(scope.tenantId);
      const payload = open(secret, cursor, now());
      if (Array.isArray(payload) && payload[0] === fingerprint(scope)) {
        // Sound because only `sign` makes what the secret has signed.
        const [, id, key, total] = payload as [string, string, string | null, number];
        return { id, key, total };
      }
      throw badRequest('invalidCursor', 'The cursor was made by another search.');
    },
  };
}

function open(secret: Uint8Array, cursor: string, now: number): unknown {
  try {
    return verifyLink(secret, cursor, { purpose, now });
  } catch (error) {
    if (!(error instanceof SignedLinkError)) throw error;
    if (error.code === 'expired') {
      throw badRequest('expiredCursor', 'The cursor has expired. Begin again without one.');
    }
    throw badRequest('invalidCursor', 'The cursor was not made here.');
  }
}

function fingerprint({ connectionId, search }: CursorScope): string {
  const text = JSON.stringify([connectionId, search]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
