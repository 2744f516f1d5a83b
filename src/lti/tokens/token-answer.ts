import { ServiceError } from './service-error.ts';

export interface AccessToken {
  token: string;
  /** ms since 1970 */
  expiresAt: number;
}

/** Where the platform does not say (RFC 6749 5.1): as Security 1.0 4.1 recommends. */
const DEFAULT_LIFE_S = 3_600;
const MAX_LIFE_S = 24 * 3_600;
const MAX_CHARACTERS = 16_384;

/**
 * @param now ms since 1970
 * @throws ServiceError `malformed` for what is no token answer
 */
export function readTokenAnswer(text: string, now: number): AccessToken {
  const { access_token, token_type, expires_in } = parseObject(text);
  if (typeof access_token !== 'string' || !/^[\x21-\x7e]+$/.test(access_token)) {
    throw malformed('has no access_token');
  }
  if (access_token.length > MAX_CHARACTERS) throw malformed('has an access_token without measure');
  if (typeof token_type === 'string' && token_type.toLowerCase() !== 'bearer') {
    throw malformed('is for no bearer token');
  }
  const life = Number(expires_in ?? DEFAULT_LIFE_S);
  const seconds = life > 0 ? Math.min(life, MAX_LIFE_S) : DEFAULT_LIFE_S;
  return { token: access_token, expiresAt: now + seconds * 1000 };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
  } catch {
    // Said below, with what is no object.
  }
  throw malformed('is not JSON');
}

function malformed(what: string): ServiceError {
  return new ServiceError('malformed', `The answer of the token endpoint ${what}`);
}
