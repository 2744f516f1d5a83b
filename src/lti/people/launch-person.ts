import { createHash } from 'node:crypto';
import {
  type IdentityKey,
  insertIdentity,
  listIdentities,
} from '../../core/people/identity.store.ts';
import { findOrProvision } from '../../core/people/identity.ts';
import { findPersonBy, type Person } from '../../core/people/person.store.ts';
import { updatePerson } from '../../core/people/person.ts';
import { markTestPerson } from '../../core/people/test-person.store.ts';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { claimNames, type LaunchClaims, textOf } from '../claims.ts';
import type { VerifiedLaunch } from '../launch/verify-launch.ts';
import { LtiError } from '../lti-error.ts';
import { migratedPerson } from './lti1p1.ts';
import { personDetails } from './person-details.ts';

type Launch = Pick<VerifiedLaunch, 'platform' | 'claims' | 'roles'>;

/**
 * The person behind "sub", made at first sight; nobody where the launch is anonymous. Nobody is
 * recognised by their e-mail: a platform may let its users write what they like.
 * @throws LtiError `person_inactive`
 */
export async function launchPerson(
  db: TenantDb,
  { launch, known, master }: { launch: Launch; known: Person | undefined; master: MasterKeys },
): Promise<Person | undefined> {
  const key = identityOf(launch);
  if (!key) return undefined;
  const { claims, roles } = launch;
  const person = known ?? (await firstSight(db, { key, claims, master }));
  if (!person.active) throw new LtiError('person_inactive', 'The person is deactivated');
  if (roles.isTestStudent) await markTestPerson(db, person.id);
  return bringUpToDate(db, { person, claims });
}

/** The person behind "sub", where the hub knows one. */
export async function findLaunchPerson(db: TenantDb, launch: Launch): Promise<Person | undefined> {
  const key = identityOf(launch);
  return key && findPersonBy(db, key);
}

function identityOf({ platform, claims }: Launch): IdentityKey | undefined {
  const subject = textOf(claims.sub);
  return subject ? { source: 'lti', issuer: platform.registration.id, subject } : undefined;
}

async function firstSight(
  db: TenantDb,
  { key, claims, master }: { key: IdentityKey; claims: LaunchClaims; master: MasterKeys },
): Promise<Person> {
  await migrate(db, { key, claims, master });
  const details = personDetails(claims);
  const displayName = details.displayName ?? placeholderName(key.subject);
  return (await findOrProvision(db, { key, person: { ...details, displayName } })).person;
}

/** At first sight, whoever came over LTI 1.1 before stays who they were. */
async function migrate(
  db: TenantDb,
  { key, claims, master }: { key: IdentityKey; claims: LaunchClaims; master: MasterKeys },
): Promise<void> {
  if (claims[claimNames.lti1p1] === undefined) return;
  const personId = await migratedPerson(db, { master, claims });
  if (personId) await insertIdentity(db, { ...key, personId });
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
