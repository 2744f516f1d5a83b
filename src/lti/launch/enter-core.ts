import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { findLaunchContext, type LaunchPlace, launchPlace } from '../people/launch-context.ts';
import { findLaunchLink, type LaunchLink, launchLink } from '../people/launch-link.ts';
import { findLaunchPerson, launchPerson } from '../people/launch-person.ts';
import { findLaunchServices } from '../services/note-services.ts';
import type { KnownServices } from '../services/noted-services.store.ts';
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
  /** As they were before the launch. */
  services: KnownServices | undefined;
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
  const known = await recognise(db, launch);
  const person = await launchPerson(db, { launch, known: known.person, master });
  const place = await launchPlace(db, { launch, known: known.context });
  const isFor = place && isAboutLink(launch);
  const link = isFor ? await launchLink(db, { launch, place, known: known.link }) : undefined;
  // Of two first launches, the second has waited for what the first has noted.
  const services = link && !known.link ? await findLaunchServices(db, launch) : known.services;
  return { personId: person?.id, contextId: place?.contextId, place, link, services };
}

/** Nearly every launch is of people and links that are known: all is asked for at once. */
async function recognise(db: TenantDb, launch: VerifiedLaunch) {
  const [person, context, link, services] = await Promise.all([
    findLaunchPerson(db, launch),
    findLaunchContext(db, launch),
    isAboutLink(launch) ? findLaunchLink(db, launch) : undefined,
    findLaunchServices(db, launch),
  ]);
  return { person, context, link, services };
}

function isAboutLink({ message }: VerifiedLaunch): boolean {
  return message !== 'deep-linking';
}
