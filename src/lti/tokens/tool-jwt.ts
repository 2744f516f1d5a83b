import { type JWTPayload, SignJWT } from 'jose';
import { ALGORITHM } from '../../platform/crypto/signing-key.ts';
import type { Signer } from '../keys/tool-keys.ts';

/** A message of the tool, signed by its key (Security 1.0 5.2): `iat` now, `exp` as given. */
export function signToolJwt({
  signer,
  claims,
  expiresInS,
  now,
}: {
  signer: Signer;
  claims: JWTPayload;
  expiresInS: number;
  /** ms since 1970 */
  now: number;
}): Promise<string> {
  const iat = Math.floor(now / 1000);
  return new SignJWT({ ...claims, iat, exp: iat + expiresInS })
    .setProtectedHeader({ alg: ALGORITHM, kid: signer.kid, typ: 'JWT' })
    .sign(signer.key);
}
