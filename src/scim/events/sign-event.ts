import { SignJWT } from 'jose';
import { ALGORITHM } from '../../platform/crypto/signing-key.ts';
import type { KeptEvent } from './event.store.ts';
import type { EventKey } from './event-keys.ts';

/** A security event token (RFC 8417 2) in the profile of RFC 9967. @param issuer URL of `/scim/v2` */
export function signEvent(
  { id, claims, createdAt }: KeptEvent,
  { key, issuer, audience }: { key: EventKey; issuer: string; audience: string },
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ: 'secevent+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(createdAt)
    .setJti(id)
    .sign(key.privateKey);
}
