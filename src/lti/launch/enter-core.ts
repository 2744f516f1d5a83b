import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { findLaunchContext, joinPlace, launchPlace } from '../people/launch-context.ts';
import { findLaunchLink, type LaunchLink, launchLink } from '../people/launch-link.ts';
import { findLaunchPerson, launchPerson } from '../people/launch-person.ts';
import { touchDeployment } from '../registrations/deployment.store.ts';
import type { VerifiedLaunch } from './verify-launch.ts';

/** What a launch is in the core. */
export interface LaunchOutcome {
  /** Undefined for an anonymous launch. */
  personId: string | undefined;
  contextId: string | undefined;
  /** Undefined for a message that is about no link, as deep linking. */
  link: LaunchLink | undefined;
}

/**
 * Writes down who launched what from where: person, course, membership, link and assignment, in one
 * transaction of the deployment's tenant.
 * @throws LtiError, DomainError
 */
export async function enterCore(
  db: TenantDb,
  { launch, master }: { launch: VerifiedLaunch; master: MasterKeys },
): Promise<LaunchOutcome> {
  const known = await recognise(db, launch);
  const person = await launchPerson(db, { launch, known: known.person, master });
  const place = await launchPlace(db, { launch, known: known.context });
  const who = { personId: person?.id, contextId: place?.contextId };
  const [, , link] = await Promise.all([
    touchDeployment(db, launch.deployment.id),
    place && person && joinPlace(db, { launch, place, personId: person.id }),
    place && isAboutLink(launch) ? launchLink(db, { launch, place, known: known.link }) : undefined,
  ]);
  return { ...who, link };
}

/** Nearly every launch is of people and links that are known: all is asked for at once. */
async function recognise(db: TenantDb, launch: VerifiedLaunch) {
  const [person, context, link] = await Promise.all([
    findLaunchPerson(db, launch),
    findLaunchContext(db, launch),
    isAboutLink(launch) ? findLaunchLink(db, launch) : undefined,
  ]);
  return { person, context, link };
}

function isAboutLink({ message }: VerifiedLaunch): boolean {
  return message !== 'deep-linking';
}
