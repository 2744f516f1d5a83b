import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { causeOf } from '../../platform/outbound/outbound-error.ts';
import { SsoError } from '../sso-error.ts';

/** What the library refuses, told apart for whoever reads it. @throws SsoError */
export function providerError(error: unknown): never {
  if (error instanceof SsoError) throw error;
  const outbound = causeOf(error);
  if (outbound) throw new SsoError('provider_unavailable', outbound.message, { cause: error });
  if (error instanceof AuthorizationResponseError) {
    throw new SsoError('provider_refused', said(error), { cause: error });
  }
  if (error instanceof ResponseBodyError) {
    throw new SsoError('token_invalid', `The provider refused the code: ${said(error)}`, {
      cause: error,
    });
  }
  if (error instanceof ClientError) {
    throw new SsoError('token_invalid', readable(error), { cause: error });
  }
  throw error;
}

function said({
  error,
  error_description: description,
}: AuthorizationResponseError | ResponseBodyError): string {
  return description ? `${error}: ${description.slice(0, 300)}` : error;
}

function readable({ message, cause }: Error): string {
  const inner = cause instanceof Error ? `: ${cause.message}` : '';
  return `The answer does not hold: ${message}${inner}`;
}
