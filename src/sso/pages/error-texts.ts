import type { SsoErrorCode } from '../sso-error.ts';

interface ErrorText {
  status: number;
  title: string;
  /** What the reader can do about it. */
  todo: string;
}

const again = 'Begin again from where you wanted to go.';
const admin = 'Tell your administrator, with the reference below.';
const notTrusted = {
  status: 401,
  title: 'This sign-in cannot be trusted',
  todo: `${again} If that does not help: ${admin}`,
} as const;
const misconfigured = {
  status: 400,
  title: 'Signing in is not set up correctly',
  todo: `Your organisation's settings and ours do not fit together. ${admin}`,
} as const;

/** What somebody reads who cannot sign in; the technical reason is kept under the reference. */
export const errorTexts: Record<SsoErrorCode, ErrorText> = {
  connection_unknown: {
    status: 404,
    title: 'There is nothing to sign in to here',
    todo: 'The address is not complete, or your organisation does not sign in this way any more.',
  },
  connection_paused: {
    status: 403,
    title: 'Signing in is paused',
    todo: 'An administrator has paused it for your organisation. Ask them, or try later.',
  },
  connection_incomplete: misconfigured,
  login_unknown: {
    status: 400,
    title: 'This sign-in was used already',
    todo: `It works once, also after going back or reloading. ${again}`,
  },
  login_expired: {
    status: 400,
    title: 'This sign-in took too long',
    todo: `More than fifteen minutes went by. ${again}`,
  },
  cookies_blocked: {
    status: 403,
    title: 'The browser did not let us recognise you',
    todo: `Allow cookies for this page, or use another browser. ${again}`,
  },
  other_browser: {
    status: 403,
    title: 'This sign-in began in another browser',
    todo: `Somebody else may have sent it to you. ${again}`,
  },
  unsolicited: {
    status: 403,
    title: 'Begin here, not at your organisation',
    todo: 'Your organisation sent you here without our asking, which is turned off. Open the address of this hub first, and sign in from there.',
  },
  response_missing: misconfigured,
  response_malformed: misconfigured,
  response_too_large: { ...misconfigured, status: 413 },
  provider_refused: {
    status: 403,
    title: 'Your organisation did not sign you in',
    todo: 'You may have cancelled, or you are not assigned to this application there. Try again, or ask your administrator with the reference below.',
  },
  provider_unavailable: {
    status: 503,
    title: 'Your organisation does not answer',
    todo: `We cannot reach its sign-in service now. Try again in a minute. If it goes on: ${admin}`,
  },
  signature_invalid: notTrusted,
  algorithm_refused: misconfigured,
  issuer_mismatch: notTrusted,
  destination_mismatch: misconfigured,
  audience_mismatch: misconfigured,
  confirmation_invalid: notTrusted,
  request_mismatch: notTrusted,
  assertion_expired: {
    status: 401,
    title: 'This sign-in is too old',
    todo: `${again} If it goes on, the clock of your organisation's server may be wrong: ${admin}`,
  },
  assertion_early: {
    status: 401,
    title: 'The clocks do not agree',
    todo: `The clock of your organisation's server seems to be ahead. ${admin}`,
  },
  token_invalid: notTrusted,
  replayed: {
    status: 400,
    title: 'This sign-in was used already',
    todo: `It works once, also after going back or reloading. ${again}`,
  },
  subject_missing: {
    ...misconfigured,
    title: 'We do not know who you are',
    todo: `Your organisation signed you in, but did not say who you are. ${admin}`,
  },
  domain_refused: {
    status: 403,
    title: 'This account is not of your organisation',
    todo: 'You may be signed in there with another account, such as a private one. Sign out there and use the one of your organisation.',
  },
  person_unknown: {
    status: 403,
    title: 'You are not registered here yet',
    todo: 'Your organisation has to add you first. Ask your administrator, with the reference below.',
  },
  person_inactive: {
    status: 403,
    title: 'Your account is not active any more',
    todo: 'Ask your administrator if you think that this is a mistake.',
  },
  logout_invalid: {
    status: 400,
    title: 'This sign-out cannot be trusted',
    todo: 'Nobody was signed out by it. Close the browser to be sure, or sign out from the page where you study.',
  },
  setup_unknown: {
    status: 410,
    title: 'This setup link does not work any more',
    todo: 'It opens once, in one browser, and for a few days. Ask whoever sent it for a new one.',
  },
  too_many: {
    status: 429,
    title: 'Too many at once',
    todo: 'Wait a minute, then try again.',
  },
};
