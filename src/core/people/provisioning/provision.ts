import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { emit } from '../../events/emit.store.ts';
import type { Connection } from '../connections/connection.ts';
import { findLinks } from './link-people.ts';
import {
  findKnown,
  insertIdentities,
  insertProvisioned,
  type KnownPerson,
  type LinkCandidate,
  lockFirstSights,
  renewIdentities,
  writeDetails,
} from './provision.store.ts';
import {
  type ProvisionedDetails,
  type ProvisionedPerson,
  storablePerson,
} from './provisioned-person.ts';
import { setActiveMany } from './set-active.ts';

/** `restored`: whom the connection had deleted, and has again. */
export type ProvisionOutcome = 'created' | 'linked' | 'restored' | 'updated' | 'unchanged';

export interface Provisioned {
  personId: string;
  outcome: ProvisionOutcome;
}

type Told = Required<ProvisionedPerson>;

/** More first sights than this lock the tenant instead of each person. */
const FEW = 10;

/**
 * The person behind what a connection tells: known by the subject, else whom it had deleted under the
 * same external id, else recognised by the connection's linking rule, else made. Details come from the
 * source that made the person; others fill what is empty. Whom the connection knew already is neither
 * activated nor deactivated here; whom a directory is linked to, or has again, is as it says.
 * @throws DepartureHeldError as `setActive` does
 */
export async function provisionPerson(
  db: TenantDb,
  { connection, person }: { connection: Connection; person: ProvisionedPerson },
): Promise<Provisioned> {
  const [provisioned] = await provisionMany(db, { connection, people: [person] });
  if (!provisioned) throw new Error('one person was given and none came back');
  return provisioned;
}

/** As `provisionPerson` for up to 500 people, in their order, each once. */
export async function provisionMany(
  db: TenantDb,
  { connection, people }: { connection: Connection; people: ProvisionedPerson[] },
): Promise<Provisioned[]> {
  if (people.length === 0) return [];
  const told = people.map(storablePerson);
  if (new Set(told.map(({ subject }) => subject)).size < told.length) {
    throw new Error('two of these people have one subject');
  }
  const known = await findPeopleOf(db, connection, told);
  const strangers = told.filter(({ subject }) => !known.has(subject));
  const links = await findLinks(db, connection, strangers);
  const plans = told.map((person) => planPerson(person, known.get(person.subject), links));
  await apply(db, connection, plans);
  return plans.map(({ personId, outcome }) => ({ personId, outcome }));
}

/** By the subject that each has now; locks, so that none of them is made twice. */
async function findPeopleOf(
  db: TenantDb,
  connection: Connection,
  told: Told[],
): Promise<Map<string, KnownPerson>> {
  const subjects = told.map(({ subject }) => subject);
  const externalIds = told.flatMap(({ externalId }) => externalId ?? []);
  const [, found] = await Promise.all([
    lockFirstSights(db, told.length > FEW ? 'all' : told.flatMap((p) => sightsOf(connection, p))),
    findKnown(db, connection, { subjects, externalIds }),
  ]);
  const bySubject = new Map(found.map((person) => [person.subject, person]));
  const deleted = new Map(
    found.flatMap((p) => (p.identityDeleted && p.externalId ? [[p.externalId, p]] : [])),
  );
  return new Map(
    told.flatMap(({ subject, externalId }) => {
      const person = bySubject.get(subject) ?? deleted.get(externalId ?? '');
      if (externalId) deleted.delete(externalId);
      return person ? [[subject, person] as const] : [];
    }),
  );
}

/** By what another connection could recognise the same person at the same time. */
function sightsOf({ id }: Connection, { subject, externalId, userName, details }: Told): string[] {
  return [
    `subject ${id} ${subject}`,
    ...(externalId ? [`external ${externalId}`] : []),
    ...(userName ? [`user ${userName}`] : []),
    ...(details.email ? [`mail ${details.email.toLowerCase()}`] : []),
  ];
}

interface Plan extends Provisioned {
  person: Told;
  known: KnownPerson | undefined;
  details: (ProvisionedDetails & { emailVerified: boolean }) | undefined;
}

function planPerson(
  person: Told,
  known: KnownPerson | undefined,
  links: Map<string, LinkCandidate>,
): Plan {
  const link = links.get(person.subject);
  if (known) {
    const details = changedDetails(known, person, known.owns);
    const isSame = !details && !isRenamed(known, person);
    const outcome = known.identityDeleted ? 'restored' : isSame ? 'unchanged' : 'updated';
    return { person, known, details, personId: known.personId, outcome };
  }
  if (link) {
    const details = changedDetails(link, person, false);
    return { person, known, details, personId: link.personId, outcome: 'linked' };
  }
  return { person, known, details: undefined, personId: uuidv7(), outcome: 'created' };
}

/** What is to be written; undefined where nothing differs. */
function changedDetails(
  before: ProvisionedDetails & { emailVerified: boolean },
  { details, emailVerified }: Told,
  owns: boolean,
): Plan['details'] {
  const fill = <T>(there: T | null, theirs: T | null) => (owns ? theirs : (there ?? theirs));
  const takesEmail = owns || before.email === null;
  const next = {
    displayName: owns ? details.displayName : before.displayName,
    givenName: fill(before.givenName, details.givenName),
    familyName: fill(before.familyName, details.familyName),
    email: fill(before.email, details.email),
    locale: fill(before.locale, details.locale),
    timeZone: fill(before.timeZone, details.timeZone),
    emailVerified: takesEmail ? emailVerified && details.email !== null : before.emailVerified,
  };
  const isSame = Object.entries(next).every(
    ([field, value]) => Reflect.get(before, field) === value,
  );
  return isSame ? undefined : next;
}

function isRenamed(known: KnownPerson, { subject, externalId, userName }: Told): boolean {
  return (
    known.subject !== subject || known.externalId !== externalId || known.userName !== userName
  );
}

async function apply(db: TenantDb, connection: Connection, plans: Plan[]): Promise<void> {
  const created = plans.filter(({ outcome }) => outcome === 'created');
  const added = plans.filter(({ known }) => !known);
  const renewed = plans.filter(
    ({ known, person }) => known && (known.identityDeleted || isRenamed(known, person)),
  );
  await Promise.all([
    insertProvisioned(
      db,
      connection,
      created.map(({ personId, person }) => ({
        ...person.details,
        id: personId,
        emailVerified: person.emailVerified && person.details.email !== null,
        active: person.active,
      })),
    ),
    insertIdentities(
      db,
      connection,
      added.map(({ personId, person, outcome }) => ({
        ...{ id: uuidv7(), personId, owns: outcome === 'created', active: person.active },
        ...{ subject: person.subject, externalId: person.externalId, userName: person.userName },
      })),
    ),
    renewIdentities(
      db,
      renewed.flatMap(({ known, person: { subject, externalId, userName } }) =>
        known
          ? [{ id: known.identityId, personId: known.personId, subject, externalId, userName }]
          : [],
      ),
    ),
    writeDetails(
      db,
      plans.flatMap(({ personId, details }) => (details ? [{ personId, ...details }] : [])),
    ),
    emit(db, ...created.map((plan) => provisioned(plan, connection))),
  ]);
  await settleActive(db, connection, plans);
}

/**
 * Whom a directory has again, or is the second to have, is active if every directory says so and no
 * hand has deactivated them. Signing in brings nobody back.
 */
async function settleActive(db: TenantDb, connection: Connection, plans: Plan[]): Promise<void> {
  if (!['scim', 'ldap'].includes(connection.kind)) return;
  const settled = plans.filter(({ outcome }) => outcome === 'restored' || outcome === 'linked');
  const by = `connection:${connection.id}`;
  for (const active of [true, false]) {
    const personIds = settled
      .filter(({ person }) => person.active === active)
      .map(({ personId }) => personId);
    await setActiveMany(db, { connection, personIds, active, by });
  }
}

function provisioned({ personId, person: { details } }: Plan, { kind }: Connection) {
  const { displayName, email } = details;
  return {
    type: 'person.provisioned' as const,
    subject: personId,
    payload: { personId, displayName, email, source: kind },
  };
}
