import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import { emit } from '../events/emit.store.ts';
import type { CreatePerson, UpdatePerson } from './person.schema.ts';
import {
  deletePersonRow,
  findPerson,
  insertPeople,
  lockPerson,
  type Person,
  updatePeople,
} from './person.store.ts';

/** @throws DomainError `not_found` */
export async function getPerson(db: TenantDb, id: string): Promise<Person> {
  return (await findPerson(db, id)) ?? missing(id);
}

/**
 * @param source where the person comes from: `local`, `lti`, `scim`...
 * @throws DomainError `invalid` for a time zone that is none
 */
export async function createPerson(
  db: TenantDb,
  { input, source }: { input: CreatePerson; source: string },
): Promise<Person> {
  refuseUnknownZone(input.timeZone);
  const id = uuidv7();
  const { displayName, email = null } = input;
  await insertPeople(db, [
    {
      givenName: null,
      familyName: null,
      locale: null,
      timeZone: null,
      ...input,
      id,
      email,
      active: true,
    },
  ]);
  await emit(db, {
    type: 'person.provisioned',
    subject: id,
    payload: { personId: id, displayName, email, source },
  });
  return getPerson(db, id);
}

/**
 * @param version as the caller last saw it; undefined changes whatever is there
 * @throws DomainError `not_found`, `version_mismatch`, `invalid`
 */
export async function updatePerson(
  db: TenantDb,
  { id, version, changes }: { id: string; version?: number | undefined; changes: UpdatePerson },
): Promise<Person> {
  const person = await requirePerson(db, id, version);
  refuseUnknownZone(changes.timeZone);
  await updatePeople(db, [{ ...person, ...changes }]);
  if (person.active && changes.active === false) await emitDeactivated(db, id);
  if (!person.active && changes.active === true) await emitReactivated(db, id);
  return getPerson(db, id);
}

/**
 * Erases a person: name, addresses, identities, memberships and roles are gone, and the facts of
 * their learning belong to nobody.
 * @throws DomainError `not_found`, `version_mismatch`
 */
export async function deletePerson(
  db: TenantDb,
  { id, version }: { id: string; version?: number | undefined },
): Promise<void> {
  const { active } = await requirePerson(db, id, version);
  await deletePersonRow(db, id);
  if (active) await emitDeactivated(db, id);
}

async function requirePerson(
  db: TenantDb,
  id: string,
  version: number | undefined,
): Promise<Person> {
  const person = (await lockPerson(db, id)) ?? missing(id);
  if (version !== undefined && version !== person.version) {
    throw new DomainError(
      'version_mismatch',
      `the person has changed: they are at version ${person.version}`,
    );
  }
  return person;
}

async function emitDeactivated(db: TenantDb, personId: string): Promise<void> {
  await emit(db, { type: 'person.deactivated', subject: personId, payload: { personId } });
}

async function emitReactivated(db: TenantDb, personId: string): Promise<void> {
  await emit(db, { type: 'person.reactivated', subject: personId, payload: { personId } });
}

function refuseUnknownZone(timeZone: string | null | undefined): void {
  if (timeZone && !isTimeZone(timeZone)) {
    throw new DomainError('invalid', `there is no time zone "${timeZone}"`, '/timeZone');
  }
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function missing(id: string): never {
  throw new DomainError('not_found', `there is no person ${id}`);
}
