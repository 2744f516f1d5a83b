import { SESSION_COOKIE, SESSION_PURPOSE } from './authenticate.ts';

/** Of somebody who signed in at an identity provider, to study. */
export const LEARNER_COOKIE = 'hub_learner';
export const LEARNER_PURPOSE = 'learner_session';

/** The cookies of a browser that is signed in, and what their tokens are for. */
export const signInCookies = [
  { cookie: SESSION_COOKIE, purpose: SESSION_PURPOSE },
  { cookie: LEARNER_COOKIE, purpose: LEARNER_PURPOSE },
] as const;

/**
 * Set-Cookie of a session: neither scripts nor other sites can use it. By hand, for Koa refuses
 * Secure where a proxy before the hub ends TLS and nobody told it so.
 */
export function sessionCookie({
  name,
  token,
  publicUrl,
  maxAgeMs,
}: {
  name: string;
  token: string;
  publicUrl: string;
  maxAgeMs: number;
}): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  const maxAge = Math.max(0, Math.floor(maxAgeMs / 1000));
  return `${name}=${token}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`;
}
