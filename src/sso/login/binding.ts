import { hashToken } from '../../platform/crypto/one-time-tokens.ts';

/** As long as a login waits for its answer. */
export const LOGIN_MS = 15 * 60_000;

/** Cookie of one login: several may be under way in one browser. */
export function bindingName(state: string): string {
  return `__Host-sso-${hashToken(state).slice(0, 12)}`;
}

/**
 * Set-Cookie that binds a login to this browser. The provider posts its answer from its own site, so
 * it goes along with requests of others; it opens nothing by itself.
 */
export function bindingCookie(name: string, secret: string): string {
  return `${name}=${secret}; Path=/; Max-Age=${LOGIN_MS / 1000}; Secure; HttpOnly; SameSite=None`;
}

/** Set-Cookie that takes it away. */
export function clearedCookie(name: string): string {
  return `${name}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=None`;
}
