import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { claimNames, objectOf, textOf } from '../claims.ts';
import { PlatformKeyError } from '../keys/platform-key-error.ts';
import type { PlatformKeys } from '../keys/platform-keys.ts';
import type { DeployedPlatform, Platforms } from '../registrations/platforms.ts';
import { noteCopiedContext } from './copied-context.ts';
import { insertNotice } from './notice.store.ts';
import { CONTEXT_COPY, type Notice, noticeOf } from './notice.ts';

export interface NoticesDeps {
  database: Database;
  platforms: Platforms;
  platformKeys: PlatformKeys;
}

/** Why a notice is not taken. */
export class NoticeError extends Error {
  override readonly name = 'NoticeError';
}

const MAX_NOTICES = 100;
/** A platform sends again for days what was not taken. */
const MAX_AGE_S = 7 * 24 * 3_600;

/**
 * Takes a batch of notices (PNS 1.0 4): each is signed by itself, and counts once. Those that are
 * before one that is refused are taken; the platform sends the batch again.
 * @throws NoticeError
 */
export async function receiveNotices(deps: NoticesDeps, body: unknown): Promise<void> {
  const { notices } = objectOf(body);
  if (!Array.isArray(notices) || notices.length > MAX_NOTICES) {
    throw new NoticeError(`"notices" has to be a list of at most ${MAX_NOTICES}`);
  }
  for (const one of notices) {
    const jwt = textOf(objectOf(one).jwt);
    if (!jwt) throw new NoticeError('A notice has no "jwt"');
    const { deployed, notice } = await verify(deps, jwt);
    await deps.database.tenant(deployed.deployment.tenantId, (db) => take(db, deployed, notice));
  }
}

/** As an id_token is, but for the nonce: a notice is sent again under its own id. */
async function verify(
  { platforms, platformKeys }: NoticesDeps,
  jwt: string,
): Promise<{ deployed: DeployedPlatform; notice: Notice }> {
  const said = unverified(jwt);
  const clientId = textOf(Array.isArray(said.aud) ? said.aud[0] : said.aud);
  const deploymentId = textOf(said[claimNames.deploymentId]);
  const { iss: issuer = '' } = said;
  const deployed =
    clientId && deploymentId && (await platforms.find({ issuer, clientId, deploymentId }));
  if (!deployed) throw new NoticeError('The notice is of a deployment that is not known');
  const { registration, profile } = deployed.platform;
  if (!registration.isEnabled || !deployed.deployment.isEnabled) {
    throw new NoticeError('The deployment is paused');
  }
  const claims = await claimsOf(platformKeys, jwt, {
    ...{ issuer, jwksUri: registration.jwksUri, clockToleranceS: profile.clockToleranceS },
    audience: registration.clientId,
  });
  if (claims[claimNames.version] !== '1.3.0') throw new NoticeError('The version is not 1.3.0');
  const notice = noticeOf(claims);
  if (!notice) throw new NoticeError('The claim "notice" has no id or no type');
  return { deployed, notice };
}

function unverified(jwt: string): JWTPayload {
  try {
    const [, payload = ''] = jwt.split('.');
    return { ...objectOf(JSON.parse(Buffer.from(payload, 'base64url').toString())) };
  } catch (cause) {
    throw new NoticeError('A notice is no JWT', { cause });
  }
}

async function claimsOf(
  platformKeys: PlatformKeys,
  jwt: string,
  expected: { issuer: string; audience: string; jwksUri: string; clockToleranceS: number },
): Promise<JWTPayload> {
  const { issuer, audience, jwksUri, clockToleranceS } = expected;
  try {
    const { payload } = await jwtVerify(jwt, (header) => platformKeys.find(jwksUri, header), {
      ...{ issuer, audience, algorithms: ['RS256'], clockTolerance: clockToleranceS },
      ...{ requiredClaims: ['iat', 'exp'], maxTokenAge: MAX_AGE_S },
    });
    if (Array.isArray(payload.aud) && payload.aud.length > 1) {
      throw new NoticeError('The notice has an audience that is not known');
    }
    return payload;
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) && !(cause instanceof PlatformKeyError)) throw cause;
    throw new NoticeError(`The notice is not valid: ${cause.message}`, { cause });
  }
}

async function take(
  db: TenantDb,
  { deployment: { id: deploymentId } }: DeployedPlatform,
  notice: Notice,
): Promise<void> {
  const isNew = await insertNotice(db, { deploymentId, notice });
  if (isNew && notice.type === CONTEXT_COPY) await noteCopiedContext(db, { deploymentId, notice });
}
