import { emit } from '../../core/events/emit.store.ts';
import {
  findPeople,
  insertPeople,
  type PersonDetails,
  updatePeople,
} from '../../core/people/person.store.ts';
import { markTestPerson } from '../../core/people/test-person.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableText } from '../../platform/storable-json.ts';
import { readRoles } from '../launch/roles.ts';
import { placeholderName } from '../people/launch-person.ts';
import { personDetails } from '../people/person-details.ts';
import type { RosterMember } from './members.ts';
import {
  deletePeople,
  enrol,
  findPeopleBySubject,
  findPeopleOfOthers,
  insertIdentities,
} from './roster.store.ts';

interface Enrolment {
  /** Row of the context. */
  contextId: string;
  groupId: string;
  registrationId: string;
}

/** Writes one page of a roster: people, what is known of them, and who is in the course. */
export async function enrolMembers(
  db: TenantDb,
  { contextId, groupId, registrationId }: Enrolment,
  members: readonly RosterMember[],
): Promise<void> {
  if (members.length === 0) return;
  const issuer = registrationId;
  const subjects = members.map(({ userId }) => userId);
  const known = await findPeopleBySubject(db, { issuer, subjects });
  await bringUpToDate(
    db,
    members.filter(({ userId }) => known.has(userId)),
    known,
  );
  // Somebody whom the hub has never seen and who has left is nobody here.
  const unknown = members.filter(({ userId, status }) => !known.has(userId) && status === 'active');
  if (unknown.length > 0) {
    await provision(db, issuer, unknown);
    const made = unknown.map(({ userId }) => userId);
    for (const [subject, personId] of await findPeopleBySubject(db, { issuer, subjects: made })) {
      known.set(subject, personId);
    }
  }
  const enrolled = members.flatMap(({ userId, roles, status }) => {
    const personId = known.get(userId);
    if (!personId) return [];
    const { membership, isTestStudent } = readRoles(roles);
    const role = membership ?? ('learner' as const);
    return [{ userId, personId, roles: roles.map(storableText), status, role, isTestStudent }];
  });
  for (const { personId, isTestStudent } of enrolled) {
    if (isTestStudent) await markTestPerson(db, personId);
  }
  await enrol(db, { contextId, groupId }, enrolled);
}

/** Somebody who launches for the first time meanwhile is made there, and not twice. */
async function provision(
  db: TenantDb,
  issuer: string,
  members: readonly RosterMember[],
): Promise<void> {
  const people = members.map(({ userId, details }) => {
    const said = personDetails(details);
    const displayName = said.displayName ?? placeholderName(userId);
    return { subject: userId, person: { ...nobody, ...said, displayName, id: uuidv7() } };
  });
  await insertPeople(
    db,
    people.map(({ person }) => person),
  );
  const links = people.map(({ subject, person }) => ({ subject, personId: person.id }));
  const ours = await insertIdentities(db, { issuer, people: links });
  const twice = people.filter(({ subject }) => !ours.has(subject));
  if (twice.length > 0) {
    await deletePeople(
      db,
      twice.map(({ person }) => person.id),
    );
  }
  const made = people.filter(({ subject }) => ours.has(subject));
  await emit(db, ...made.map(({ person }) => provisioned(person)));
}

const nobody = {
  ...{ givenName: null, familyName: null, email: null, locale: null, timeZone: null },
  active: true,
};

function provisioned({ id, displayName, email }: PersonDetails) {
  return {
    type: 'person.provisioned' as const,
    subject: id,
    payload: { personId: id, displayName, email, source: 'lti' },
  };
}

/** As at a launch: where somebody else tells about them too, the roster changes nothing. */
async function bringUpToDate(
  db: TenantDb,
  members: readonly RosterMember[],
  known: ReadonlyMap<string, string>,
): Promise<void> {
  const told = members.flatMap(({ userId, details }) => {
    const said = personDetails(details);
    const id = known.get(userId);
    return id && Object.keys(said).length > 0 ? [{ id, said }] : [];
  });
  if (told.length === 0) return;
  const ids = told.map(({ id }) => id);
  const [people, others] = await Promise.all([findPeople(db, ids), findPeopleOfOthers(db, ids)]);
  await updatePeople(
    db,
    told.flatMap(({ id, said }) => {
      const person = people.get(id);
      return person && !others.has(id) ? [{ ...person, ...said }] : [];
    }),
  );
}
