export type OutboundErrorCode =
  | 'blocked_address'
  | 'blocked_scheme'
  | 'blocked_url'
  | 'redirect'
  | 'too_large'
  | 'timeout'
  | 'aborted'
  | 'unreachable';

/** Why a call was not made or not finished; the message can be shown to an admin. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  readonly code: OutboundErrorCode;
  constructor(code: OutboundErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** fetch and streams wrap the error that a connection failed with. */
export function causeOf(error: unknown): OutboundError | undefined {
  if (error instanceof OutboundError) return error;
  return error instanceof Error && error.cause !== undefined ? causeOf(error.cause) : undefined;
}
