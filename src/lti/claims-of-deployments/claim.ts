import { audit } from '../../platform/audit/audit.store.ts';
import { hashToken, newToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Caller } from '../../platform/tenancy/caller.ts';
import { insertDeployment } from '../registrations/deployment.store.ts';
import type { Deployment, ToolPlatform } from '../registrations/registration.ts';
import { insertClaim, takeClaim } from './claim.store.ts';

const LIFE_MS = 24 * 3_600_000;

/**
 * Makes the one-time code by which an unknown deployment can be claimed within 24 h. Call it in the
 * tenant of the registration, once all else about the launch held.
 */
export async function openClaim(
  db: TenantDb,
  {
    registrationId,
    deploymentId,
    platform,
  }: { registrationId: string; deploymentId: string; platform: ToolPlatform | null },
): Promise<string> {
  const { token, hash } = newToken();
  const expiresAt = new Date(Date.now() + LIFE_MS);
  const claim = { registrationId, deploymentId, platform, expiresAt };
  await insertClaim(db, { ...claim, id: uuidv7(), codeHash: hash });
  return token;
}

/**
 * Gives the deployment to the tenant of the unit of work.
 * @throws Problem 404 for a code that does not hold or is not for this tenant, 409 when somebody
 *   else has claimed the deployment meanwhile
 */
export async function claimDeployment(
  db: TenantDb,
  { code, caller }: { code: string; caller: Caller },
): Promise<Deployment> {
  const claim = await takeClaim(db, { codeHash: hashToken(code), tenantId: db.tenantId });
  if (!claim) {
    throw new Problem(404, 'not_found', {
      detail: 'This code is spent or expired, or the platform is another institution’s.',
    });
  }
  const { registrationId, deploymentId, platform } = claim;
  const deployment = await insertDeployment(db, {
    ...{ id: uuidv7(), registrationId, deploymentId, platform },
    name: platform?.name ?? null,
  });
  if (!deployment) {
    throw new Problem(409, 'conflict', { detail: 'This deployment is claimed already.' });
  }
  await audit(db, {
    actor: caller.name,
    action: 'lti_deployment.claimed',
    subject: { type: 'lti_deployment', id: deployment.id },
    detail: { registrationId, deploymentId },
  });
  return deployment;
}
