import type { Assignment } from '../../core/study/assignment.store.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { joinPlace, launchPlace } from '../people/launch-context.ts';
import { launchLink } from '../people/launch-link.ts';
import { launchPerson } from '../people/launch-person.ts';
import { touchDeployment } from '../registrations/deployment.store.ts';
import type { VerifiedLaunch } from './verify-launch.ts';

/** What a launch is in the core. */
export interface LaunchOutcome {
  /** Undefined for an anonymous launch. */
  personId: string | undefined;
  contextId: string | undefined;
  linkId: string | undefined;
  assignment: Assignment | undefined;
}

/**
 * Writes down who launched what from where: person, course, membership, link and assignment, in one
 * transaction of the deployment's tenant.
 * @throws LtiError, DomainError
 */
export async function enterCore(db: TenantDb, launch: VerifiedLaunch): Promise<LaunchOutcome> {
  const person = await launchPerson(db, launch);
  const place = await launchPlace(db, launch);
  if (person) await joinPlace(db, { launch, place, personId: person.id });
  const { contextId } = place;
  await touchDeployment(db, launch.deployment.id);
  if (launch.message === 'deep-linking') {
    return { personId: person?.id, contextId, linkId: undefined, assignment: undefined };
  }
  const { linkId, assignment } = await launchLink(db, { launch, place });
  return { personId: person?.id, contextId, linkId, assignment };
}
