import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { joinPlace, launchPlace } from '../people/launch-context.ts';
import { type LaunchLink, launchLink } from '../people/launch-link.ts';
import { launchPerson } from '../people/launch-person.ts';
import { touchDeployment } from '../registrations/deployment.store.ts';
import { noteServices } from '../services/note-services.ts';
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
  const person = await launchPerson(db, { launch, master });
  const place = await launchPlace(db, launch);
  await touchDeployment(db, launch.deployment.id);
  const known = { personId: person?.id, contextId: place?.contextId };
  if (!place) return { ...known, link: undefined };
  if (person) await joinPlace(db, { launch, place, personId: person.id });
  const isAboutLink = launch.message !== 'deep-linking';
  const link = isAboutLink ? await launchLink(db, { launch, place }) : undefined;
  await noteServices(db, { ...launch, contextId: place.contextId, linkId: link?.linkId });
  return { ...known, link };
}
