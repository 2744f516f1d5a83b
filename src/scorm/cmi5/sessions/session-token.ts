import { hashToken, newToken } from '../../../platform/crypto/one-time-tokens.ts';
import { isUuid } from '../../../platform/crypto/uuid.ts';

/** Where a session is found, and what proves that the caller may have it. */
export interface SessionKey {
  tenantId: string;
  sessionId: string;
  /** SHA-256 of the secret. */
  hash: string;
}

type Place = Pick<SessionKey, 'tenantId' | 'sessionId'>;

/** In the fetch URL (cmi5 8.2). */
export function newFetchKey({ tenantId, sessionId }: Place) {
  const { token, hash } = newToken();
  return { text: `${tenantId}~${sessionId}~${token}`, hash };
}

export function readFetchKey(text: string): SessionKey | undefined {
  const [tenantId = '', sessionId = '', token = ''] = text.split('~');
  return keyOf(tenantId, sessionId, token);
}

/** What stands behind `Basic` (cmi5 8.2.2): a user and a password, as RFC 7617 has them. */
export function newAuthToken({ tenantId, sessionId }: Place) {
  const { token, hash } = newToken();
  const text = Buffer.from(`${tenantId}~${sessionId}:${token}`).toString('base64');
  return { text, hash };
}

/** Of an Authorization header; undefined: it is none of a session. */
export function readAuthorization(header: string): SessionKey | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=_-]{1,400}) *$/i.exec(header) ?? [];
  if (!encoded) return undefined;
  const [user = '', token = ''] = Buffer.from(encoded, 'base64').toString('latin1').split(':');
  const [tenantId = '', sessionId = ''] = user.split('~');
  return keyOf(tenantId, sessionId, token);
}

function keyOf(tenantId: string, sessionId: string, token: string): SessionKey | undefined {
  if (!isUuid(tenantId) || !isUuid(sessionId) || !token) return undefined;
  return {
    tenantId: tenantId.toLowerCase(),
    sessionId: sessionId.toLowerCase(),
    hash: hashToken(token),
  };
}
