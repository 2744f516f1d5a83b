import { compactVerify, errors } from 'jose';
import { type LaunchClaims, objectOf } from '../claims.ts';
import { PlatformKeyError } from '../keys/platform-key-error.ts';
import type { PlatformKeys } from '../keys/platform-keys.ts';
import { LtiError } from '../lti-error.ts';

const ALGORITHM = 'RS256';
const MAX_BYTES = 64 * 1024;

export interface TokenHeader {
  alg: string;
  kid: unknown;
}

/**
 * What the token says about itself. Keys that it brings along or points at (`jwk`, `jku`, `x5u`) are
 * never looked at: the registration says whose key set counts. @throws LtiError
 */
export function decodeHeader(token: string): TokenHeader {
  if (token.length > MAX_BYTES) {
    throw new LtiError('token_too_large', `The id_token has more than ${MAX_BYTES} bytes`);
  }
  const parts = token.split('.');
  if (parts.length !== 3) malformed('is no signed token of three parts');
  const { alg, kid, crit } = jsonOf(Buffer.from(parts[0] ?? '', 'base64url'), 'header');
  // RFC 7515 4.1.11: what must be understood and is not makes the token invalid.
  if (crit !== undefined) malformed('has critical extensions, none of which is known');
  // Security 1.0 5.1.3 (6); RFC 8725 3.1: by our choice, never by the token's.
  if (alg !== ALGORITHM) {
    throw new LtiError('algorithm_refused', `The id_token has to be signed with ${ALGORITHM}`);
  }
  return { alg, kid };
}

/** The claims, once the signature by the platform's key holds. @throws LtiError */
export async function verifySignature(
  token: string,
  {
    header,
    jwksUri,
    platformKeys,
  }: { header: TokenHeader; jwksUri: string; platformKeys: PlatformKeys },
): Promise<LaunchClaims> {
  const key = await platformKeys.find(jwksUri, header).catch(keyError);
  const { payload } = await compactVerify(token, key, { algorithms: [ALGORITHM] }).catch(
    (cause: unknown) => {
      if (cause instanceof errors.JWSInvalid) malformed('cannot be read', cause);
      throw new LtiError('signature_invalid', 'The signature of the id_token does not hold', {
        cause,
      });
    },
  );
  return jsonOf(payload, 'payload');
}

function keyError(cause: unknown): never {
  if (!(cause instanceof PlatformKeyError)) throw cause;
  const codes = {
    kid_missing: 'key_unknown',
    kid_unknown: 'key_unknown',
    algorithm_refused: 'algorithm_refused',
    keys_unavailable: 'keys_unavailable',
  } as const;
  throw new LtiError(codes[cause.code], cause.message, { cause });
}

function jsonOf(bytes: Uint8Array, what: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return objectOf(parsed);
    }
  } catch (cause) {
    malformed(`has a ${what} that is not JSON`, cause);
  }
  return malformed(`has a ${what} that is no object`);
}

function malformed(what: string, cause?: unknown): never {
  throw new LtiError('token_malformed', `The id_token ${what}`, { cause });
}
