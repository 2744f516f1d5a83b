export type ServiceErrorCode =
  | 'throttled'
  | 'unauthorized'
  | 'refused'
  | 'unavailable'
  | 'malformed';

interface ServiceErrorOptions extends ErrorOptions {
  /** Of the answer, where there was one. */
  status?: number | undefined;
  /** What the platform asks to wait. */
  retryAfterMs?: number | undefined;
}

/** Why a call to a platform's service did not do what it was for; the message is for admins. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: ServiceErrorCode;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  constructor(
    code: ServiceErrorCode,
    message: string,
    { status, retryAfterMs, ...options }: ServiceErrorOptions = {},
  ) {
    super(message, options);
    this.code = code;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}
