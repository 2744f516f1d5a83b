import type { LtiErrorCode } from '../lti-error.ts';
import type { ErrorKind } from '../texts/errors/error-texts.ts';

interface ErrorPage {
  status: number;
  kind: ErrorKind;
}

const notTrusted = { status: 401, kind: 'notTrusted' } as const;
const misconfigured = { status: 400, kind: 'misconfigured' } as const;
const tooOld = { status: 401, kind: 'tooOld' } as const;

/** Which page an error leads to: many technical reasons are one thing to the reader. */
export const errorKinds: Record<LtiErrorCode, ErrorPage> = {
  login_invalid: { status: 400, kind: 'notFromCourse' },
  registration_unknown: { status: 400, kind: 'unknownPlatform' },
  registration_paused: { status: 403, kind: 'registrationPaused' },
  state_unknown: { status: 400, kind: 'usedAlready' },
  state_expired: { status: 400, kind: 'tookTooLong' },
  cookies_blocked: { status: 403, kind: 'cookiesBlocked' },
  other_browser: { status: 403, kind: 'otherBrowser' },
  token_missing: misconfigured,
  token_malformed: misconfigured,
  token_too_large: { ...misconfigured, status: 413 },
  algorithm_refused: misconfigured,
  key_unknown: notTrusted,
  keys_unavailable: { status: 503, kind: 'keysUnavailable' },
  signature_invalid: notTrusted,
  issuer_mismatch: notTrusted,
  audience_mismatch: notTrusted,
  azp_mismatch: notTrusted,
  token_expired: tooOld,
  token_too_old: tooOld,
  token_from_future: { status: 401, kind: 'clockAhead' },
  nonce_mismatch: notTrusted,
  version_unsupported: misconfigured,
  deployment_missing: misconfigured,
  deployment_unknown: { status: 403, kind: 'notConnected' },
  deployment_paused: { status: 403, kind: 'deploymentPaused' },
  message_unsupported: { status: 400, kind: 'unsupported' },
  claim_missing: misconfigured,
  target_foreign: misconfigured,
  user_missing: { status: 400, kind: 'userMissing' },
  person_inactive: { status: 403, kind: 'personInactive' },
  content_missing: { status: 404, kind: 'contentMissing' },
  not_set_up: { status: 404, kind: 'notSetUp' },
  platform_error: { status: 400, kind: 'platformError' },
  too_many: { status: 429, kind: 'tooMany' },
};
