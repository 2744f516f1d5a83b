import { randomUUID } from 'node:crypto';
import type { Signer } from '../keys/tool-keys.ts';
import type { Platform } from '../registrations/platforms.ts';
import { signToolJwt } from './tool-jwt.ts';

const EXPIRES_IN_S = 300;
const DEPLOYMENT_ID = 'https://purl.imsglobal.org/spec/lti/claim/deployment_id';

/** Whom a token is for: a platform, and the deployment by the platform's own id. */
export interface TokenTarget {
  platform: Platform;
  deploymentId: string;
}

/** What proves to the token endpoint that it is us (private_key_jwt, Security 1.0 4.1.1). */
export function signAssertion({
  target,
  signer,
  now,
}: {
  target: TokenTarget;
  signer: Signer;
  now: number;
}): Promise<string> {
  const { registration, profile } = target.platform;
  const audience = tokenAudience(target.platform);
  return signToolJwt({
    signer,
    now,
    expiresInS: EXPIRES_IN_S,
    claims: {
      iss: registration.clientId,
      sub: registration.clientId,
      aud: profile.audienceStyle === 'array' ? [audience] : audience,
      jti: randomUUID(),
      [DEPLOYMENT_ID]: target.deploymentId,
    },
  });
}

function tokenAudience({ registration, profile }: Platform): string {
  if (registration.tokenAudience) return registration.tokenAudience;
  if (profile.tokenAudience === 'token-endpoint') return registration.tokenEndpoint;
  return profile.tokenAudience === 'issuer' ? registration.issuer : profile.tokenAudience;
}
