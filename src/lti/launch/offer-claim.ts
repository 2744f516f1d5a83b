import type { TenantDb } from '../../platform/database/database.ts';
import { storableText } from '../../platform/storable-json.ts';
import { claimNames, type LaunchClaims, objectOf, textOf, textsOf } from '../claims.ts';
import { openClaim } from '../claims-of-deployments/claim.ts';
import type { ToolPlatform } from '../registrations/registration.ts';
import { readRoles } from './roles.ts';
import type { LaunchFacts } from './verify-launch.ts';

/** For whoever may know an administrator: learners cannot do anything about it. */
export async function offerClaim(
  db: TenantDb,
  { platform, claims = {} }: LaunchFacts,
): Promise<string | undefined> {
  const { membership, isAdministrator } = readRoles(textsOf(claims[claimNames.roles]));
  const deploymentId = textOf(claims[claimNames.deploymentId]);
  if (!platform || !deploymentId || !(isAdministrator || membership === 'instructor')) {
    return undefined;
  }
  const registrationId = platform.registration.id;
  return openClaim(db, { registrationId, deploymentId, platform: toolPlatform(claims) });
}

/** Claim `tool_platform` (Core 1.3 5.4.2.1). */
function toolPlatform(claims: LaunchClaims): ToolPlatform | null {
  const given = objectOf(claims[claimNames.toolPlatform]);
  const text = (value: unknown) => storableText(textOf(value) ?? '').slice(0, 400) || undefined;
  const [guid, name, version] = [text(given.guid), text(given.name), text(given.version)];
  const productFamilyCode = text(given.product_family_code);
  const platform = {
    ...(guid && { guid }),
    ...(name && { name }),
    ...(productFamilyCode && { productFamilyCode }),
    ...(version && { version }),
  };
  return Object.keys(platform).length > 0 ? platform : null;
}
