import { LtiError, type LtiErrorCode } from '../../lti-error.ts';

export function refuse(code: LtiErrorCode, message: string): never {
  throw new LtiError(code, message);
}

/** Ids of LTI have 255 characters at most (Core 1.3, 5.3). */
export function isId(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= 255 &&
    !/\p{Cc}|\p{Surrogate}/u.test(value)
  );
}
