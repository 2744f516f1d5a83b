export type LoginErrorCode =
  /** No such page: no such connection, or nobody signs in by it. */
  | 'unknown'
  /** Which of name and password is not said. */
  | 'wrong'
  /** The password is right, and no longer good. */
  | 'password_change'
  | 'inactive'
  | 'unavailable'
  | 'too_many';

const messages: Record<LoginErrorCode, string> = {
  unknown: 'Nobody signs in on this page',
  wrong: 'The name or the password is wrong',
  password_change: 'The password has to be changed first',
  inactive: 'The person is deactivated',
  unavailable: 'The directory cannot be asked',
  too_many: 'Too many attempts',
};

/** Why nobody was signed in. */
export class LoginError extends Error {
  override readonly name = 'LoginError';
  readonly code: LoginErrorCode;
  constructor(code: LoginErrorCode, options?: ErrorOptions) {
    super(messages[code], options);
    this.code = code;
  }
}
