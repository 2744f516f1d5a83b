import { DomainError } from '../../core/domain-error.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { claimNames, type LaunchClaims, objectOf } from '../claims.ts';
import type { LaunchOutcome } from '../launch/enter-core.ts';
import { offerClaim } from '../launch/offer-claim.ts';
import { messageOf } from '../launch/steps/message-claims.ts';
import type { LaunchFacts } from '../launch/verify-launch.ts';
import { LtiError } from '../lti-error.ts';
import type { ShownError } from '../pages/error-page.ts';
import { frameAncestorsOf } from '../pages/frame-ancestors.ts';
import { localeOf } from '../people/person-details.ts';
import { type LaunchRecord, recordLaunch } from './launches.store.ts';
import { redactClaims } from './redact-claims.ts';
import { newReference } from './reference.ts';
import type { Trail } from './trail.ts';

interface Recorded {
  id: string;
  facts: LaunchFacts;
  trail: Trail;
  outcome?: LaunchOutcome;
  error?: LtiError;
  reference?: string;
}

/** What the inspector keeps of a login and its launch. */
export function launchRecord({
  id,
  facts: { login, platform, claims = {}, deployment },
  trail,
  outcome,
  error,
  reference = newReference(),
}: Recorded): LaunchRecord {
  return {
    id,
    reference,
    registrationId: platform?.registration.id ?? login?.registrationId ?? null,
    deploymentId: deployment?.id ?? null,
    message: messageOf(claims) ?? null,
    outcome: outcomeOf(error),
    errorCode: error?.code ?? null,
    personId: outcome?.personId ?? null,
    contextId: outcome?.contextId ?? null,
    linkId: outcome?.link?.linkId ?? null,
    steps: [...(login?.steps ?? []), ...trail.steps],
    claims: redactClaims(claims),
    ms: trail.ms,
  };
}

function outcomeOf(error: LtiError | undefined): LaunchRecord['outcome'] {
  if (!error) return 'launched';
  return error.code === 'deployment_unknown' ? 'claimable' : 'refused';
}

/**
 * Writes down why a login or launch ended, in the tenant that it belongs to as far as that is known,
 * and says what its page shows. Errors that are nobody's mistake outside go on.
 */
export async function refuseLaunch(
  database: Database,
  { error: thrown, facts, trail }: { error: unknown; facts: LaunchFacts; trail: Trail },
): Promise<ShownError> {
  const error = asLtiError(thrown);
  const reference = newReference();
  const { platform, login, deployment, claims } = facts;
  const tenantId =
    deployment?.tenantId ?? login?.tenantId ?? platform?.registration.tenantId ?? undefined;
  if (!tenantId) return { code: error.code, reference, detail: error.message };
  const record = launchRecord({ id: uuidv7(), facts, trail, error, reference });
  const claimCode = await database.tenant(tenantId, async (db) => {
    await recordLaunch(db, record);
    return record.outcome === 'claimable' ? offerClaim(db, facts) : undefined;
  });
  const frameAncestors = platform && frameAncestorsOf(platform, claims);
  return { code: error.code, reference, frameAncestors, claimCode, locale: localeIn(claims) };
}

/** What the course is read in, else the user (Core 1.3 5.4.4). */
function localeIn(claims: LaunchClaims = {}): string | undefined {
  const presentation = objectOf(claims[claimNames.launchPresentation]);
  return localeOf(presentation.locale) ?? localeOf(claims.locale);
}

/** What the core refuses on a launch is about the content that the link leads to. */
function asLtiError(error: unknown): LtiError {
  if (error instanceof LtiError) return error;
  if (error instanceof DomainError && ['not_found', 'not_published'].includes(error.code)) {
    return new LtiError('content_missing', error.message, { cause: error });
  }
  throw error;
}
