import { LtiError } from '../lti-error.ts';

/** What a platform sends to begin with (Security 1.0 5.1.1.1, Core 1.3 4.1). */
export interface LoginRequest {
  issuer: string;
  loginHint: string;
  targetLinkUri: string;
  messageHint: string | undefined;
  clientId: string | undefined;
  /** Frame of the platform that keeps values for us, where cookies are blocked (lti-cs-pm 1.0). */
  storageTarget: string | undefined;
}

const MAX_CHARACTERS = 8_192;

/** @throws LtiError `login_invalid` */
export function readLoginRequest(parameters: URLSearchParams): LoginRequest {
  const optional = (name: string) => one(parameters, name);
  const required = (name: string) =>
    optional(name) ?? fail(`The login does not say "${name}", which it has to`);
  return {
    issuer: required('iss'),
    loginHint: required('login_hint'),
    targetLinkUri: required('target_link_uri'),
    messageHint: optional('lti_message_hint'),
    clientId: optional('client_id'),
    storageTarget: frameName(optional('lti_storage_target')),
  };
}

/** OpenID Connect Core 3.1.2.1, RFC 6749 3.1: none twice, and an empty one is none. */
function one(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  if (values.length > 1) fail(`The login says "${name}" twice`);
  const [value] = values;
  if (value && value.length > MAX_CHARACTERS) fail(`"${name}" of the login is too long`);
  if (value?.includes('\0')) fail(`"${name}" of the login holds a NUL`);
  return value || undefined;
}

function frameName(name: string | undefined): string | undefined {
  return name && /^[\w.:-]{1,100}$/.test(name) ? name : undefined;
}

function fail(message: string): never {
  throw new LtiError('login_invalid', message);
}
