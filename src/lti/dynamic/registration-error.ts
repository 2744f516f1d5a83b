export type RegistrationErrorCode =
  | 'invitation_unknown'
  | 'invitation_used'
  | 'invitation_expired'
  | 'configuration_missing'
  | 'configuration_unreachable'
  | 'configuration_invalid'
  | 'registration_refused'
  | 'already_registered';

/** Why a platform could not register itself; the message is for its administrator. */
export class RegistrationError extends Error {
  override readonly name = 'RegistrationError';
  readonly code: RegistrationErrorCode;
  constructor(code: RegistrationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
