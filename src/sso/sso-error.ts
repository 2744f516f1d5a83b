export type SsoErrorCode =
  | 'connection_unknown'
  | 'connection_paused'
  | 'connection_incomplete'
  | 'login_unknown'
  | 'login_expired'
  | 'cookies_blocked'
  | 'other_browser'
  | 'unsolicited'
  | 'response_missing'
  | 'response_malformed'
  | 'response_too_large'
  | 'provider_refused'
  | 'provider_unavailable'
  | 'signature_invalid'
  | 'algorithm_refused'
  | 'issuer_mismatch'
  | 'destination_mismatch'
  | 'audience_mismatch'
  | 'confirmation_invalid'
  | 'request_mismatch'
  | 'assertion_expired'
  | 'assertion_early'
  | 'token_invalid'
  | 'replayed'
  | 'subject_missing'
  | 'domain_refused'
  | 'person_unknown'
  | 'person_inactive'
  | 'logout_invalid'
  | 'setup_unknown'
  | 'too_many';

/** Why a sign-in ends. `message` is for administrators: the page says by the code what to do. */
export class SsoError extends Error {
  override readonly name = 'SsoError';
  readonly code: SsoErrorCode;
  constructor(code: SsoErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export function refuse(code: SsoErrorCode, message: string): never {
  throw new SsoError(code, message);
}
