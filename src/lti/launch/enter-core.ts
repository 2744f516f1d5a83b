import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { claimNames, objectOf, textOf } from '../claims.ts';
import { joinPlace, type LaunchPlace, launchPlace } from '../people/launch-context.ts';
import { type LaunchLink, launchLink } from '../people/launch-link.ts';
import { findLaunchPerson, launchPerson } from '../people/launch-person.ts';
import { touchLink } from '../people/link.store.ts';
import { touchDeployment } from '../registrations/deployment.store.ts';
import { findKnownPlace, type KnownPlace } from './known-place.store.ts';
import type { VerifiedLaunch } from './verify-launch.ts';

/** What a launch is in the core. */
export interface LaunchOutcome {
  /** Undefined for an anonymous launch. */
  personId: string | undefined;
  contextId: string | undefined;
  /** Undefined for a message about neither a course nor a link. */
  place: LaunchPlace | undefined;
  /** Undefined for a message that is about no link, as deep linking. */
  link: LaunchLink | undefined;
  /** What was known before. */
  known: KnownPlace;
}

/**
 * Who launched what from where: person, course, link and assignment, found or made in one transaction
 * of the deployment's tenant.
 * @throws LtiError, DomainError
 */
export async function enterCore(
  db: TenantDb,
  { launch, master }: { launch: VerifiedLaunch; master: MasterKeys },
): Promise<LaunchOutcome> {
  // Nearly every launch is of people and links that are known: all is asked for at once.
  const [knownPerson, found] = await Promise.all([
    findLaunchPerson(db, launch),
    findLaunchPlace(db, launch),
  ]);
  const person = await launchPerson(db, { launch, known: knownPerson, master });
  const place = await launchPlace(db, { launch, known: found.context });
  const isFor = place && launch.message !== 'deep-linking';
  const link = isFor ? await launchLink(db, { launch, place, known: found.link }) : undefined;
  // Of two first launches, the second has waited for what the first has noted.
  const known = link && !found.link ? await findLaunchPlace(db, launch) : found;
  return { personId: person?.id, contextId: place?.contextId, place, link, known };
}

/** Who was where, in the order in which everybody does so: in another, launches wait for each other. */
export async function noteArrival(
  db: TenantDb,
  {
    launch,
    outcome: { personId, place, link, known },
  }: { launch: VerifiedLaunch; outcome: LaunchOutcome },
): Promise<void> {
  await Promise.all([
    known.isStale && link && touchLink(db, link.linkId),
    known.isStale && touchDeployment(db, launch.deployment.id),
    place && personId && joinPlace(db, { launch, place, personId }),
  ]);
}

function findLaunchPlace(
  db: TenantDb,
  { deployment, claims }: VerifiedLaunch,
): Promise<KnownPlace> {
  return findKnownPlace(db, {
    deploymentId: deployment.id,
    contextId: textOf(objectOf(claims[claimNames.context]).id),
    resourceLinkId: textOf(objectOf(claims[claimNames.resourceLink]).id),
  });
}
