import { findPerson, type Person } from '../../core/people/person.store.ts';
import { provisionPerson } from '../../core/people/provisioning/provision.ts';
import { isDeparted, isRecognised } from '../../core/people/sign-in/recognise.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { SsoConnection } from '../connections/sso-connection.ts';
import { listVerifiedDomains } from '../domains/domain.store.ts';
import { refuse } from '../sso-error.ts';
import { personOf, type ToldPerson } from './person-of.ts';
import { syncGroups } from './sync-groups.ts';
import type { Told } from './told.ts';

/**
 * Lets somebody in whom the provider vouches for: known by the subject, recognised by the
 * connection's linking rule, or made at first sight where the connection may.
 * @throws SsoError
 */
export async function admit(
  db: TenantDb,
  { connection, told }: { connection: SsoConnection; told: Told },
): Promise<Person> {
  const read = personOf(connection, told, await listVerifiedDomains(db));
  checkDomain(connection, read);
  if (!(await isRecognised(db, connection, read.person))) await checkStranger(db, connection, read);
  const { personId } = await provisionPerson(db, { connection, person: read.person });
  const person = await findPerson(db, personId);
  if (!person?.active) {
    return refuse('person_inactive', 'The person is deactivated: signing in does not change that');
  }
  if (connection.mapping.groups) {
    await syncGroups(db, { connection, personId, groups: read.groups });
  }
  return person;
}

/** @throws SsoError */
export function checkDomain({ settings }: SsoConnection, { domain }: ToldPerson): void {
  if (!settings.onlyDomains) return;
  if (domain === undefined || !settings.domains.includes(domain)) {
    refuse('domain_refused', `The connection takes no people of ${domain ?? 'no e-mail domain'}`);
  }
}

/** Whoever left does not come back as somebody new, also where nothing links the two. */
async function checkStranger(
  db: TenantDb,
  { settings }: SsoConnection,
  { person }: ToldPerson,
): Promise<void> {
  if (settings.jit === 'known') {
    refuse(
      'person_unknown',
      'Nobody has told the hub of this person, and the connection makes none',
    );
  }
  if (await isDeparted(db, person)) {
    refuse('person_inactive', 'Somebody with this e-mail, user name or external id is deactivated');
  }
}
