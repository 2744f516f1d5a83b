import { claimNames, type LaunchClaims, textOf, textsOf } from '../../claims.ts';
import { checkTarget } from '../../login/target.ts';
import type { Platform } from '../../registrations/platforms.ts';
import { checkMessageClaims, messageOf } from './message-claims.ts';
import { isId, refuse } from './refuse.ts';

export interface CheckedLaunch {
  claims: LaunchClaims;
  platform: Platform;
  /** Of the login that this launch answers. */
  nonce: string;
  publicUrl: string;
  /** ms since 1970 */
  now: number;
}

type Check = (launch: CheckedLaunch) => void;

/** A form may be posted long after it was made, as when somebody signs in again on the way. */
const MAX_AGE_S = 10 * 60;

/** Security 1.0 5.1.3 (2) */
const checkIssuer: Check = ({ claims, platform }) => {
  if (claims.iss !== platform.registration.issuer) {
    refuse('issuer_mismatch', `"iss" is not ${platform.registration.issuer}`);
  }
};

/** Security 1.0 5.1.3 (3): ours, and nobody's beside it. */
const checkAudience: Check = ({ claims, platform }) => {
  const audiences = typeof claims.aud === 'string' ? [claims.aud] : claims.aud;
  const isOurs =
    Array.isArray(audiences) &&
    audiences.length > 0 &&
    audiences.every((audience) => audience === platform.registration.clientId);
  if (!isOurs) refuse('audience_mismatch', '"aud" is not our client id, or not it alone');
};

/** Security 1.0 5.1.3 (4, 5) */
const checkAuthorizedParty: Check = ({ claims, platform }) => {
  const { azp } = claims;
  if (azp !== undefined && azp !== platform.registration.clientId) {
    refuse('azp_mismatch', '"azp" is not our client id');
  }
};

/** Security 1.0 5.1.3 (7, 8), RFC 7519 4.1.4 to 4.1.6 */
const checkTimes: Check = ({ claims, platform, now }) => {
  const [exp, iat] = [secondsOf(claims, 'exp'), secondsOf(claims, 'iat')];
  const nbf = claims.nbf === undefined ? iat : secondsOf(claims, 'nbf');
  const tolerance = platform.profile.clockToleranceS;
  const seconds = now / 1000;
  if (exp + tolerance <= seconds) refuse('token_expired', '"exp" is over');
  if (Math.max(iat, nbf) - tolerance > seconds) {
    refuse('token_from_future', '"iat" or "nbf" lies in the future');
  }
  if (iat + tolerance + MAX_AGE_S < seconds) refuse('token_too_old', '"iat" is long ago');
};

function secondsOf(claims: LaunchClaims, name: 'exp' | 'iat' | 'nbf'): number {
  const value = claims[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return refuse('claim_missing', `"${name}" is missing or no number`);
}

/** Security 1.0 5.1.3 (9): the login's own, which is used up, so none comes twice. */
const checkNonce: Check = ({ claims, nonce }) => {
  if (claims.nonce !== nonce) refuse('nonce_mismatch', '"nonce" is not the one we sent');
};

/** Core 1.3 5.3.2 */
const checkVersion: Check = ({ claims }) => {
  if (claims[claimNames.version] !== '1.3.0') {
    refuse('version_unsupported', 'The version is not 1.3.0');
  }
};

/** Core 1.3 5.3.3 */
const checkDeploymentId: Check = ({ claims }) => {
  if (!isId(claims[claimNames.deploymentId])) {
    refuse('deployment_missing', 'There is no deployment_id, or not one of 255 characters at most');
  }
};

/** Core 1.3 5.3.1 */
const checkMessageType: Check = ({ claims }) => {
  const type = claims[claimNames.messageType];
  if (messageOf(claims)) return;
  if (textOf(type)) refuse('message_unsupported', `Messages of type "${type}" are not known here`);
  refuse('claim_missing', 'There is no message_type');
};

/** Core 1.3 5.3.6: without it the user is anonymous, which the registration may not allow. */
const checkUser: Check = ({ claims, platform }) => {
  const { sub } = claims;
  if (sub === undefined || sub === null || sub === '') {
    if (platform.profile.missingSub === 'anonymous') return;
    refuse('user_missing', 'The launch does not say who the user is ("sub")');
  }
  if (!isId(sub)) refuse('claim_missing', '"sub" is no text of 255 characters at most');
};

/** Core 1.3 5.3.7: may be empty, but not absent. */
const checkRoles: Check = ({ claims }) => {
  const roles = claims[claimNames.roles];
  if (roles === undefined && messageOf(claims) === 'deep-linking') return;
  if (!Array.isArray(roles) || textsOf(roles).length < roles.length) {
    refuse('claim_missing', 'There is no list of roles');
  }
};

/** Core 1.3 5.3.4 */
const checkTargetLinkUri: Check = ({ claims, publicUrl }) => {
  const target = claims[claimNames.targetLinkUri];
  if (target === undefined && messageOf(claims) !== 'resource-link') return;
  if (typeof target !== 'string') refuse('claim_missing', 'There is no target_link_uri');
  checkTarget(target, publicUrl);
};

/** In the order of the specifications: Security 1.0 5.1.3, then Core 1.3 5.3. */
export const claimChecks: readonly (readonly [string, Check])[] = Object.entries({
  checkIssuer,
  checkAudience,
  checkAuthorizedParty,
  checkTimes,
  checkNonce,
  checkVersion,
  checkDeploymentId,
  checkMessageType,
  checkUser,
  checkRoles,
  checkTargetLinkUri,
  checkMessageClaims,
});
