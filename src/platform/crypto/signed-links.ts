import { createHmac } from 'node:crypto';
import { isSameSecret } from './secret.ts';

/** `expired` only after the signature held; everything else is `invalid`. */
export class SignedLinkError extends Error {
  override readonly name = 'SignedLinkError';
  readonly code: 'invalid' | 'expired';
  constructor(code: 'invalid' | 'expired') {
    super(code === 'expired' ? 'The link has expired' : 'The link is not valid');
    this.code = code;
  }
}

export interface LinkClaims {
  /** What the link is for; a token for one purpose is invalid for any other. */
  purpose: string;
  /** ms since 1970. */
  expiresAt: number;
  /** Anything JSON can hold; readable by whoever holds the link. */
  payload: unknown;
}

/** `<base64url of JSON [expiresAt, payload]>.<base64url of HMAC-SHA-256>`, safe in a path segment. */
export function signLink(secret: Uint8Array, { purpose, expiresAt, payload }: LinkClaims): string {
  const body = Buffer.from(JSON.stringify([expiresAt, payload])).toString('base64url');
  return `${body}.${mac(secret, purpose, body)}`;
}

/**
 * The payload of a token that `signLink` made with this secret for this purpose.
 * @param now ms since 1970
 * @throws SignedLinkError
 */
export function verifyLink(
  secret: Uint8Array,
  token: string,
  { purpose, now = Date.now() }: { purpose: string; now?: number },
): unknown {
  const [body = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || !isSameSecret(signature, mac(secret, purpose, body))) {
    throw new SignedLinkError('invalid');
  }
  const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
  if (!Array.isArray(claims) || typeof claims[0] !== 'number') throw new SignedLinkError('invalid');
  if (claims[0] <= now) throw new SignedLinkError('expired');
  return claims[1];
}

function mac(secret: Uint8Array, purpose: string, body: string): string {
  // A body has no space, so purpose and body cannot be shifted into one another.
  return createHmac('sha256', secret).update(`${purpose} ${body}`).digest('base64url');
}
