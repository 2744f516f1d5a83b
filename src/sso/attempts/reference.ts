import { randomBytes } from 'node:crypto';

/** Crockford's digits: none is taken for another when read out. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight characters that somebody can read out on the telephone. */
export function newReference(): string {
  return Array.from(randomBytes(8), (byte) => DIGITS[byte % 32]).join('');
}
