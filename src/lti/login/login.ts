import { newToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Trail } from '../inspector/trail.ts';
import { bindingName } from '../launch/binding.ts';
import { LtiError } from '../lti-error.ts';
import type { Platform, Platforms } from '../registrations/platforms.ts';
import { insertLogin } from './login.store.ts';
import type { LoginRequest } from './login-request.ts';
import { checkTarget } from './target.ts';

const LIFE_MS = 10 * 60_000;

export interface LoginDeps {
  database: Database;
  platforms: Pick<Platforms, 'byIssuer'>;
  publicUrl: string;
}

/** What the browser needs to go on. */
export interface BegunLogin {
  /** Where the platform says who it is. */
  authorizationUrl: string;
  binding: { name: string; secret: string };
  /** Frame of the platform that keeps the binding where cookies are blocked. */
  storageTarget: string | undefined;
}

/** The one platform that the login is from. @throws LtiError */
export async function findPlatform(
  platforms: LoginDeps['platforms'],
  { issuer, clientId }: LoginRequest,
): Promise<Platform> {
  const [platform, another] = await platforms.byIssuer({ issuer, clientId });
  if (!platform) {
    const client = clientId ? `client id "${clientId}"` : 'no client id';
    throw new LtiError('registration_unknown', `Nobody registered "${issuer}" with ${client}`);
  }
  if (another) {
    throw new LtiError(
      'registration_unknown',
      `Many are registered for "${issuer}": the login has to say its client_id`,
    );
  }
  return platform;
}

/** Answers a login with what sends the browser on (Security 1.0 5.1.1.2). @throws LtiError */
export async function beginLogin(
  { database, publicUrl }: LoginDeps,
  { platform, request, trail }: { platform: Platform; request: LoginRequest; trail: Trail },
): Promise<BegunLogin> {
  const { registration, profile } = platform;
  trail.step('checkRegistration', () => checkEnabled(platform));
  trail.step('checkTargetLinkUri', () => checkTarget(request.targetLinkUri, publicUrl));
  const [state, nonce, binding] = [newToken(), newToken(), newToken()];
  const storageTarget = request.storageTarget ?? profile.storageFrame ?? undefined;
  const login = {
    id: uuidv7(),
    stateHash: state.hash,
    nonce: nonce.token,
    bindingHash: binding.hash,
    registrationId: registration.id,
    targetLinkUri: request.targetLinkUri,
    storageTarget: storageTarget ?? null,
    steps: [...trail.steps],
    expiresAt: new Date(Date.now() + LIFE_MS),
  };
  await database.tenant(registration.tenantId, (db, last) => last(() => insertLogin(db, login)));
  return {
    authorizationUrl: authorizationUrl({
      platform,
      request,
      publicUrl,
      state: state.token,
      nonce: nonce.token,
    }),
    binding: { name: bindingName(state.token), secret: binding.token },
    storageTarget,
  };
}

function checkEnabled({ registration }: Platform): void {
  if (registration.isEnabled) return;
  throw new LtiError('registration_paused', `The registration "${registration.name}" is paused`);
}

/** The redirect URI is always this one, whatever the login says. */
function authorizationUrl({
  platform: { registration },
  request,
  publicUrl,
  state,
  nonce,
}: {
  platform: Platform;
  request: LoginRequest;
  publicUrl: string;
  state: string;
  nonce: string;
}): string {
  const url = new URL(registration.authorizationEndpoint);
  const parameters = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: registration.clientId,
    redirect_uri: `${publicUrl}/lti/launch`,
    login_hint: request.loginHint,
    ...(request.messageHint && { lti_message_hint: request.messageHint }),
    state,
    nonce,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
