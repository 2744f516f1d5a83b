import { createHash, randomBytes } from 'node:crypto';

export interface NewToken {
  /** 43 characters of base64url (32 random bytes); given out once, never stored. */
  token: string;
  /** What is stored and looked up. */
  hash: string;
}

export function newToken(): NewToken {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** SHA-256 in hex; enough because the token itself is 256 random bits. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
