import { createHash } from 'node:crypto';
import { listIdentities } from '../../core/people/identity.store.ts';
import { findOrProvision } from '../../core/people/identity.ts';
import type { Person } from '../../core/people/person.store.ts';
import { updatePerson } from '../../core/people/person.ts';
import { markTestPerson } from '../../core/people/test-person.store.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { type LaunchClaims, textOf } from '../claims.ts';
import type { VerifiedLaunch } from '../launch/verify-launch.ts';
import { LtiError } from '../lti-error.ts';
import { personDetails } from './person-details.ts';

/**
 * The person behind "sub", made at first sight; nobody where the launch is anonymous. Nobody is
 * recognised by their e-mail: a platform may let its users write what they like.
 * @throws LtiError `person_inactive`
 */
export async function launchPerson(
  db: TenantDb,
  { platform, claims, roles }: Pick<VerifiedLaunch, 'platform' | 'claims' | 'roles'>,
): Promise<Person | undefined> {
  const subject = textOf(claims.sub);
  if (!subject) return undefined;
  const details = personDetails(claims);
  const { person, outcome } = await findOrProvision(db, {
    key: { source: 'lti', issuer: platform.registration.id, subject },
    person: { ...details, displayName: details.displayName ?? placeholderName(subject) },
  });
  if (!person.active) throw new LtiError('person_inactive', 'The person is deactivated');
  if (roles.isTestStudent) await markTestPerson(db, person.id);
  return outcome === 'found' ? bringUpToDate(db, { person, claims }) : person;
}

/** For people of whom the platform tells nothing. */
export function placeholderName(subject: string): string {
  return `Learner ${createHash('sha256').update(subject).digest('hex').slice(0, 4)}`;
}

/**
 * What the platform says of a person now. Where somebody else tells about them too, as SCIM does,
 * only what nobody has said yet.
 */
async function bringUpToDate(
  db: TenantDb,
  { person, claims }: { person: Person; claims: LaunchClaims },
): Promise<Person> {
  const said = Object.entries(personDetails(claims));
  const fields: Partial<Record<string, unknown>> = { ...person };
  const changed = said.filter(([field, value]) => fields[field] !== value);
  if (changed.length === 0) return person;
  const identities = await listIdentities(db, person.id);
  const isOurs = identities.every(({ source }) => source === 'lti');
  const changes = changed.filter(([field]) => isOurs || fields[field] === null);
  if (changes.length === 0) return person;
  return updatePerson(db, { id: person.id, changes: Object.fromEntries(changes) });
}
