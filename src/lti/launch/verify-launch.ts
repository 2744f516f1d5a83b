import { hashToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { claimNames, type LaunchClaims, textOf, textsOf } from '../claims.ts';
import type { Trail } from '../inspector/trail.ts';
import type { PlatformKeys } from '../keys/platform-keys.ts';
import { findLogin, type PendingLogin, takeLogin } from '../login/login.store.ts';
import { LtiError } from '../lti-error.ts';
import type { Platform, Platforms } from '../registrations/platforms.ts';
import type { Deployment } from '../registrations/registration.ts';
import type { LaunchForm } from './launch-form.ts';
import { type LaunchRoles, readRoles } from './roles.ts';
import { claimChecks } from './steps/claim-checks.ts';
import { type Message, messageOf } from './steps/message-claims.ts';
import { decodeHeader, verifySignature } from './verify-token.ts';

/** A message of a platform that holds in every respect. */
export interface VerifiedLaunch {
  launchId: string;
  platform: Platform;
  deployment: Deployment;
  claims: LaunchClaims;
  message: Message;
  roles: LaunchRoles;
  /** Frame of the platform that keeps values for us. */
  storageTarget: string | null;
}

/** What is known so far, for the inspector and for the page of an error. */
export interface LaunchFacts {
  login?: PendingLogin;
  platform?: Platform;
  claims?: LaunchClaims;
  deployment?: Deployment;
}

export interface VerifyDeps {
  database: Pick<Database, 'lookup'>;
  platforms: Pick<Platforms, 'byId' | 'deployment'>;
  platformKeys: PlatformKeys;
  publicUrl: string;
  now?: () => number;
}

interface Presented {
  form: LaunchForm;
  /** What the browser shows that it began the login. */
  binding: string | undefined;
  trail: Trail;
  learn(facts: LaunchFacts): void;
}

/**
 * Every check of a launch in the order of the specifications: the browser's binding, the token
 * (Security 1.0 5.1.3), the message (Core 1.3 5.3), the deployment.
 * @throws LtiError
 */
export async function verifyLaunch(
  { database, platforms, platformKeys, publicUrl, now = Date.now }: VerifyDeps,
  { form, binding, trail, learn }: Presented,
): Promise<VerifiedLaunch> {
  const login = await trail.step('takeLogin', () =>
    takeOwnLogin(database.lookup, { state: form.state, binding, now: now(), learn }),
  );
  const platform = await trail.step('findRegistration', () => findPlatform(platforms, login));
  learn({ login, platform });
  const header = trail.step('decodeHeader', () => decodeHeader(form.idToken));
  const { jwksUri } = platform.registration;
  const claims = await trail.step('verifySignature', () =>
    verifySignature(form.idToken, { header, jwksUri, platformKeys }),
  );
  learn({ claims });
  const checked = { claims, platform, nonce: login.nonce, publicUrl, now: now() };
  for (const [name, check] of claimChecks) trail.step(name, () => check(checked));
  const deployment = await trail.step('findDeployment', () =>
    findDeployment(platforms, { platform, claims }),
  );
  learn({ deployment });
  return {
    launchId: uuidv7(),
    platform,
    deployment,
    claims,
    // Sound because checkMessageType let no other pass.
    message: messageOf(claims) ?? 'resource-link',
    roles: readRoles(textsOf(claims[claimNames.roles])),
    storageTarget: login.storageTarget,
  };
}

interface Claimed {
  state: string;
  binding: string | undefined;
  now: number;
  learn(facts: LaunchFacts): void;
}

/** The login that this browser began; it is used up by that (OpenID Connect Core 15.5.2). */
async function takeOwnLogin(
  lookup: Database['lookup'],
  { state, binding, now, learn }: Claimed,
): Promise<PendingLogin> {
  const stateHash = hashToken(state);
  const taken =
    binding !== undefined &&
    (await takeLogin(lookup, { stateHash, bindingHash: hashToken(binding) }));
  const login = taken || (await findLogin(lookup, stateHash));
  if (!login) {
    throw new LtiError(
      'state_unknown',
      'The login of this launch is not known, or was used before',
    );
  }
  learn({ login });
  if (login.expiresAt.getTime() <= now) {
    throw new LtiError('state_expired', 'The launch came more than 10 minutes after its login');
  }
  if (taken) return taken;
  if (binding === undefined) {
    throw new LtiError('cookies_blocked', 'The browser did not show the cookie of the login');
  }
  throw new LtiError('other_browser', 'Another browser began this login');
}

async function findPlatform(
  platforms: Pick<Platforms, 'byId'>,
  { registrationId }: PendingLogin,
): Promise<Platform> {
  const platform = await platforms.byId(registrationId);
  if (!platform) throw new LtiError('registration_unknown', 'The registration was deleted');
  if (!platform.registration.isEnabled) {
    throw new LtiError('registration_paused', 'The registration is paused');
  }
  return platform;
}

async function findDeployment(
  platforms: Pick<Platforms, 'deployment'>,
  { platform, claims }: { platform: Platform; claims: LaunchClaims },
): Promise<Deployment> {
  const deploymentId = textOf(claims[claimNames.deploymentId]) ?? '';
  const registrationId = platform.registration.id;
  const deployment = await platforms.deployment({ registrationId, deploymentId });
  if (!deployment) {
    throw new LtiError('deployment_unknown', `The deployment "${deploymentId}" is not claimed yet`);
  }
  if (!deployment.isEnabled) {
    throw new LtiError('deployment_paused', `The deployment "${deploymentId}" is paused`);
  }
  return deployment;
}
