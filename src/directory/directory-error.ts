export type DirectoryErrorCode =
  /** The address may not be called, or nobody answers there. */
  | 'unreachable'
  /** No encryption came about, or the certificate is not to be trusted. */
  | 'tls'
  | 'wrong_credentials'
  /** Of an account whose password is right: it has expired or has to be changed. */
  | 'password_change'
  /** The server wants an encrypted or signed bind. */
  | 'encryption_required'
  /** The connection ended; a new one would be nobody's. */
  | 'disconnected'
  | 'timeout'
  /** The server sends elsewhere, where our checks have not been. */
  | 'referral'
  /** Less than everything came: a limit of the server, a lost page, nobody at all. */
  | 'truncated'
  /** What no server that keeps to the protocol sends. */
  | 'protocol'
  /** The server refused: an unknown base, no rights, a filter that it does not take. */
  | 'refused';

/** Why a directory could not be asked; the message can be shown to an administrator. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';
  readonly code: DirectoryErrorCode;
  constructor(code: DirectoryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
