export type PlatformKeyErrorCode =
  | 'kid_missing'
  | 'kid_unknown'
  | 'algorithm_refused'
  | 'keys_unavailable';

/** Why the key that a token names cannot be had; the message can be shown to an admin. */
export class PlatformKeyError extends Error {
  override readonly name = 'PlatformKeyError';
  readonly code: PlatformKeyErrorCode;
  constructor(code: PlatformKeyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
