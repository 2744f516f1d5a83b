import { SESSION_COOKIE, SESSION_PURPOSE } from './authenticate.ts';

/** Of somebody who signed in at an identity provider, to study. */
export const LEARNER_COOKIE = 'hub_learner';
export const LEARNER_PURPOSE = 'learner_session';

/** The cookies of a browser that is signed in, and what their tokens are for. */
export const signInCookies = [
  { cookie: SESSION_COOKIE, purpose: SESSION_PURPOSE },
  { cookie: LEARNER_COOKIE, purpose: LEARNER_PURPOSE },
] as const;

/** Neither scripts nor other sites can use it. */
export function sessionCookie({ publicUrl, maxAge }: { publicUrl: string; maxAge: number }) {
  return {
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl.startsWith('https:'),
    overwrite: true,
    maxAge,
  } as const;
}
