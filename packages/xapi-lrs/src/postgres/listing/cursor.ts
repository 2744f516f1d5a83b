import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Listing } from './listing.ts';

export interface Cursors {
  write(tenant: string, rest: Listing): string;
  /** Undefined for what `write` did not give for this tenant. */
  read(tenant: string, cursor: string): Listing | undefined;
}

const MAC_BYTES = 16;

/**
 * Cursors hold what is left to list. They are signed, for a listing says too whose statements its
 * reader may see.
 * @param secret the same in all processes that serve the same tenants
 */
export function createCursors(secret: string | Buffer): Cursors {
  const mac = (tenant: string, text: string) =>
    createHmac('sha256', secret).update(`${tenant}:${text}`).digest().subarray(0, MAC_BYTES);
  return {
    write(tenant, { conditions, from, before, ascending, limit }) {
      const rest = [conditions, from, before, ascending, limit];
      const text = Buffer.from(JSON.stringify(rest)).toString('base64url');
      return `${text}.${mac(tenant, text).toString('base64url')}`;
    },
    read(tenant, cursor) {
      const [text = '', signature = ''] = cursor.split('.');
      const given = Buffer.from(signature, 'base64url');
      if (given.length !== MAC_BYTES || !timingSafeEqual(given, mac(tenant, text)))
        return undefined;
      const [conditions, from, before, ascending, limit] = JSON.parse(
        Buffer.from(text, 'base64url').toString(),
      );
      return { conditions, from, before, ascending, limit };
    },
  };
}
