import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 random bytes: a key for signing or hashing. */
export function newSecret(): Buffer {
  return randomBytes(32);
}

/** Compares without telling by its duration where two texts differ, or how long they are. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
