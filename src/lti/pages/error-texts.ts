import type { LtiErrorCode } from '../lti-error.ts';

interface ErrorText {
  status: number;
  title: string;
  /** What the reader can do about it. */
  todo: string;
}

const again = 'Go back to your course and open the activity again.';
const admin = 'Tell the administrator of your learning platform, with the reference below.';
const settings =
  'The settings of this tool in the learning platform and here do not fit together. Its administrator can compare them: the reference below leads to the details.';

const notTrusted = {
  status: 401,
  title: 'This launch cannot be trusted',
  todo: `${again} If that does not help: ${admin}`,
} as const;
const misconfigured = {
  status: 400,
  title: 'This tool is not set up correctly',
  todo: settings,
} as const;

/** What somebody in a course reads; the technical reason is in the inspector. */
export const errorTexts: Record<LtiErrorCode, ErrorText> = {
  login_invalid: {
    status: 400,
    title: 'This page opens from a course',
    todo: 'Open the activity in your learning platform: this address alone leads nowhere.',
  },
  registration_unknown: {
    status: 400,
    title: 'This learning platform is not registered here',
    todo: 'An administrator has to register it first, or the client id in it is not the one registered.',
  },
  registration_paused: {
    status: 403,
    title: 'This tool is paused',
    todo: 'An administrator has paused the connection with your learning platform. Ask them, or try later.',
  },
  state_unknown: {
    status: 400,
    title: 'This launch was used already',
    todo: `A launch works once, also after going back or reloading. ${again}`,
  },
  state_expired: {
    status: 400,
    title: 'This launch took too long',
    todo: `More than ten minutes went by, perhaps while you signed in. ${again}`,
  },
  cookies_blocked: {
    status: 403,
    title: 'The browser did not let us recognise you',
    todo: 'Open the activity again, in a new window if your course offers that. If it goes on: allow cookies for this page, or use another browser.',
  },
  other_browser: {
    status: 403,
    title: 'This launch began in another browser',
    todo: `Somebody else may have sent it to you. ${again}`,
  },
  token_missing: misconfigured,
  token_malformed: misconfigured,
  token_too_large: { ...misconfigured, status: 413 },
  algorithm_refused: misconfigured,
  key_unknown: notTrusted,
  keys_unavailable: {
    status: 503,
    title: 'Your learning platform does not answer',
    todo: `We need its keys to check this launch and cannot fetch them now. Try again in a minute. If it goes on: ${admin}`,
  },
  signature_invalid: notTrusted,
  issuer_mismatch: notTrusted,
  audience_mismatch: notTrusted,
  azp_mismatch: notTrusted,
  token_expired: {
    status: 401,
    title: 'This launch is too old',
    todo: `${again} If it goes on, the clock of the learning platform may be wrong: ${admin}`,
  },
  token_too_old: {
    status: 401,
    title: 'This launch is too old',
    todo: `${again} If it goes on, the clock of the learning platform may be wrong: ${admin}`,
  },
  token_from_future: {
    status: 401,
    title: 'The clocks do not agree',
    todo: `The clock of your learning platform seems to be ahead. ${admin}`,
  },
  nonce_mismatch: notTrusted,
  version_unsupported: misconfigured,
  deployment_missing: misconfigured,
  deployment_unknown: {
    status: 403,
    title: 'This course is not connected yet',
    todo: 'The tool was added to your learning platform, but nobody has connected it to an institution here. Ask your teacher or administrator.',
  },
  deployment_paused: {
    status: 403,
    title: 'This tool is paused',
    todo: 'An administrator has paused it for your institution. Ask them, or try later.',
  },
  message_unsupported: {
    status: 400,
    title: 'This tool does not do that',
    todo: 'Your learning platform asked for something that this tool does not offer. Remove this placement in its settings, or use another one.',
  },
  claim_missing: misconfigured,
  target_foreign: misconfigured,
  user_missing: {
    status: 400,
    title: 'We do not know who you are',
    todo: 'Your learning platform did not say. Sign in there; if you have, its privacy settings for this tool must send a user id.',
  },
  person_inactive: {
    status: 403,
    title: 'Your account is not active any more',
    todo: 'Ask your teacher or administrator if you think that this is a mistake.',
  },
  content_missing: {
    status: 404,
    title: 'This activity is not there any more',
    todo: 'What it led to was deleted or taken back. Your teacher can choose something else for it.',
  },
  not_set_up: {
    status: 404,
    title: 'This activity is still empty',
    todo: 'Nobody has chosen yet what it opens. Ask your teacher.',
  },
  platform_error: {
    status: 400,
    title: 'Your learning platform could not sign you in here',
    todo: `Sign in there again, then open the activity. If that does not help: ${admin}`,
  },
  too_many: {
    status: 429,
    title: 'Too many at once',
    todo: 'Wait a minute, then open the activity again.',
  },
};
