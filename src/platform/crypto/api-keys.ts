import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const idLength = 8;
const secretLength = 32;
const checksumLength = 6;

export interface NewApiKey {
  /**
   * `cwk_<8>_<38>` (tokens of SCIM: `cws_`) in base62: id, then 190 random bits and six characters of CRC-32 over all
   * before them, by which secret scanners tell a key from noise. Shown once, never stored.
   */
  key: string;
  /** `cwk_<8>`: may be shown in lists. */
  prefix: string;
  /** What is stored; see `hashApiKey`. */
  hash: string;
}

/**
 * @param pepper the hub's secret for hashing keys
 * @param start by which secret scanners tell what kind it is
 */
export function newApiKey(pepper: Uint8Array, start: 'cwk' | 'cws' = 'cwk'): NewApiKey {
  const prefix = `${start}_${randomBase62(idLength)}`;
  const body = `${prefix}_${randomBase62(secretLength)}`;
  const key = body + base62(crc32(body)).padStart(checksumLength, '0');
  return { key, prefix, hash: hashApiKey(pepper, key) };
}

/**
 * HMAC-SHA-256 in hex, of any text: keys are looked up by it. Looking it up in an index needs no
 * constant-time compare, because nobody without the pepper can choose a hash.
 */
export function hashApiKey(pepper: Uint8Array, key: string): string {
  return createHmac('sha256', pepper).update(key).digest('hex');
}

function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      // 248 is the largest multiple of 62 in a byte; the rest would favour the first characters.
      if (byte < 248 && text.length < length) text += alphabet[byte % 62];
    }
  }
  return text;
}

function base62(number: number): string {
  let text = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / 62)) text = alphabet[rest % 62] + text;
  return text;
}
