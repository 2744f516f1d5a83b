import { hashToken } from '../../platform/crypto/one-time-tokens.ts';

/** As long as a login waits for its launch. */
const MAX_AGE_S = 600;

/** Cookie, or key in the platform's storage, of one login: several may be under way in one browser. */
export function bindingName(state: string): string {
  return `__Host-lti-${hashToken(state).slice(0, 12)}`;
}

/**
 * Set-Cookie that binds a login to this browser. Partitioned (CHIPS): the frame of one LMS is one
 * jar of its own, which browsers leave in place where they block the cookies of third parties.
 */
export function bindingCookie(name: string, secret: string): string {
  return `${name}=${secret}; Path=/; Max-Age=${MAX_AGE_S}; Secure; HttpOnly; SameSite=None; Partitioned`;
}

/** Set-Cookie that takes it away. */
export function clearedCookie(name: string): string {
  return `${name}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=None; Partitioned`;
}

/** Value of a cookie by its exact name; undefined when it is not there, or there twice. */
export function cookieOf(header: string, name: string): string | undefined {
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] || undefined : undefined;
}
