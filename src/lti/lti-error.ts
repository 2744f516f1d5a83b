export type LtiErrorCode =
  | 'login_invalid'
  | 'registration_unknown'
  | 'registration_paused'
  | 'state_unknown'
  | 'state_expired'
  | 'cookies_blocked'
  | 'other_browser'
  | 'token_missing'
  | 'token_malformed'
  | 'token_too_large'
  | 'algorithm_refused'
  | 'key_unknown'
  | 'keys_unavailable'
  | 'signature_invalid'
  | 'issuer_mismatch'
  | 'audience_mismatch'
  | 'azp_mismatch'
  | 'token_expired'
  | 'token_too_old'
  | 'token_from_future'
  | 'nonce_mismatch'
  | 'version_unsupported'
  | 'deployment_missing'
  | 'deployment_unknown'
  | 'deployment_paused'
  | 'message_unsupported'
  | 'claim_missing'
  | 'target_foreign'
  | 'user_missing'
  | 'person_inactive'
  | 'content_missing'
  | 'not_set_up'
  | 'platform_error'
  | 'too_many';

/** Why a login or launch ends. `message` is for admins: the page says by the code what to do. */
export class LtiError extends Error {
  override readonly name = 'LtiError';
  readonly code: LtiErrorCode;
  constructor(code: LtiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
