import type { JWK } from 'jose';

const MAX_KEYS = 100;
/** Less is too weak (Security 1.0 5.2), more is work for us that somebody else orders. */
const [LEAST_BYTES, MOST_BYTES] = [256, 1_024];

/**
 * RSA keys for signatures by their kid, from a JWK Set (RFC 7517 5). Others are left out, as are
 * keys that are broken; a JWK without `alg` is taken (Brightspace sends none).
 * @throws TypeError when it is none
 */
export function signingKeys(body: unknown): Map<string, JWK> {
  if (typeof body !== 'object' || body === null || !('keys' in body) || !Array.isArray(body.keys)) {
    throw new TypeError('not a JWK Set');
  }
  const found = new Map<string, JWK>();
  for (const key of body.keys.slice(0, MAX_KEYS)) {
    const jwk = signingKey(key);
    if (jwk?.kid !== undefined && !found.has(jwk.kid)) found.set(jwk.kid, jwk);
  }
  return found;
}

function signingKey(key: unknown): JWK | undefined {
  if (typeof key !== 'object' || key === null) return undefined;
  const { kty, use, alg, kid, n, e }: Record<string, unknown> = { ...key };
  const isSigning = (use === undefined || use === 'sig') && (alg === undefined || alg === 'RS256');
  if (kty !== 'RSA' || !isSigning) return undefined;
  if (typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string') return undefined;
  const { length } = Buffer.from(n, 'base64url');
  if (length < LEAST_BYTES || length > MOST_BYTES || e.length > 8) return undefined;
  // Nothing else of it is taken: no private part, no x5u to fetch.
  return { kty, kid, n, e };
}
