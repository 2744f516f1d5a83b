import type { Database } from '../../platform/database/database.ts';
import { DirectoryError } from '../directory-error.ts';
import type { DirectoryPerson } from '../reading/directory-person.ts';
import type { OpenDirectory } from '../reading/open-directory.ts';
import { nameKey } from '../reading/read-groups.ts';
import { readDeleted, readPeople } from '../reading/read-people.ts';
import type { DirectoryChange } from './directory-change.ts';
import { type DirectoryEntry, findEntries, listEntries } from './entry.store.ts';
import { findLinked } from './find-linked.ts';
import { departure, planPerson } from './plan-person.ts';
import type { PlanWriter } from './plan-writer.ts';

const BATCH = 500;

export interface PeoplePlanning {
  database: Database;
  tenantId: string;
  directory: OpenDirectory;
  writer: PlanWriter;
  at: Date;
}

/** Who is who once the plan is applied, for whom groups list. */
export interface PlannedMembers {
  byKey: Map<string, string>;
  byPrimaryGroup: Map<number, string[]>;
  /** Subjects of those who were read. */
  seen: Set<string>;
  /** Latest change that was seen. */
  change: string | undefined;
}

/** Plans by everybody whom the directory has: who is not among them is gone. */
export async function planEverybody(planning: PeoplePlanning): Promise<PlannedMembers> {
  const { writer } = planning;
  const members = await planFound(planning, undefined);
  const { seen } = members;
  let known = 0;
  for await (const entries of eachEntry(planning)) {
    const present = entries.filter(({ active }) => active);
    known += present.length;
    const gone = present.filter(({ subject }) => !seen.has(subject));
    await writer.add(gone.map((entry) => departure(entry, 'gone')));
  }
  // A base that is not there any more or rights that were lost look like this; no company is empty.
  if (known > 0 && seen.size === 0) {
    throw new DirectoryError('truncated', `The directory shows nobody, where ${known} were known`);
  }
  return members;
}

/** Plans by those who have changed or were deleted since: of the others `addUnchanged` knows. */
export async function planChanges(
  planning: PeoplePlanning,
  since: string,
): Promise<PlannedMembers> {
  const { directory, writer } = planning;
  const members = await planFound(planning, since);
  const { seen } = members;
  for await (const deleted of readDeleted(directory, since)) {
    const entries = await entriesOf(planning, deleted);
    const gone = [...entries.values()].filter(
      ({ active, subject }) => active && !seen.has(subject),
    );
    await writer.add(gone.map((entry) => departure(entry, 'gone')));
    for (const subject of entries.keys()) seen.add(subject);
  }
  return members;
}

/** Those whom nobody has read again, for groups that list them. */
export async function addUnchanged(
  planning: PeoplePlanning,
  members: PlannedMembers,
): Promise<void> {
  for await (const entries of eachEntry(planning)) {
    for (const entry of entries) {
      if (!entry.gone && !members.seen.has(entry.subject)) keepMember(members, entry);
    }
  }
}

async function planFound(
  planning: PeoplePlanning,
  since: string | undefined,
): Promise<PlannedMembers> {
  const { directory, at } = planning;
  const seen = new Set<string>();
  const members: PlannedMembers = {
    ...{ byKey: new Map(), byPrimaryGroup: new Map(), seen, change: undefined },
  };
  for await (const page of readPeople(directory, { since, at })) {
    const found = firstSights(page, seen);
    const entries = await entriesOf(planning, subjectsOf(found));
    await planPage(planning, found, entries);
    for (const one of found) addMember(members, directory, one, entries.get(one.person.subject));
  }
  return members;
}

async function planPage(
  { writer, database, tenantId, directory }: PeoplePlanning,
  found: DirectoryPerson[],
  entries: Map<string, DirectoryEntry>,
): Promise<void> {
  const changes: DirectoryChange[] = [];
  for (const one of found) {
    const change = planPerson(one, entries.get(one.person.subject));
    if (change) changes.push(change);
    else if (one.person.active) writer.plan.people.unchanged++;
  }
  await writer.add(
    await database.read(tenantId, (db) => findLinked(db, directory.connection, changes)),
  );
}

/** Somebody who is moved while pages are read may stand on two of them. */
function firstSights(page: DirectoryPerson[], seen: Set<string>): DirectoryPerson[] {
  return page.filter(({ person: { subject } }) => {
    if (seen.has(subject)) return false;
    seen.add(subject);
    return true;
  });
}

const subjectsOf = (found: DirectoryPerson[]) => found.map(({ person }) => person.subject);

function entriesOf(
  { database, tenantId, directory }: PeoplePlanning,
  subjects: string[],
): Promise<Map<string, DirectoryEntry>> {
  const connectionId = directory.connection.id;
  return database.read(tenantId, (db) => findEntries(db, { connectionId, subjects }));
}

async function* eachEntry({
  database,
  tenantId,
  directory,
}: PeoplePlanning): AsyncGenerator<DirectoryEntry[]> {
  const connectionId = directory.connection.id;
  let after = '';
  for (;;) {
    const entries = await database.read(tenantId, (db) =>
      listEntries(db, { connectionId, after, limit: BATCH }),
    );
    const last = entries.at(-1);
    if (!last) return;
    yield entries;
    after = last.subject;
  }
}

/** Who is disabled stays a member of what they were in, and is back with it. */
function addMember(
  members: PlannedMembers,
  { profile }: OpenDirectory,
  { person, dnKey, primaryGroup, change }: DirectoryPerson,
  entry: DirectoryEntry | undefined,
): void {
  if (person.active || entry) {
    keepMember(members, { subject: person.subject, dnKey, primaryGroup, person });
  }
  if (change === undefined) return;
  const { later } = profile.changes;
  members.change = members.change === undefined ? change : later(members.change, change);
}

function keepMember(
  { byKey, byPrimaryGroup }: PlannedMembers,
  {
    subject,
    dnKey,
    primaryGroup,
    person,
  }: Pick<DirectoryEntry, 'subject' | 'dnKey' | 'primaryGroup' | 'person'>,
): void {
  byKey.set(dnKey, subject);
  if (person.userName) byKey.set(nameKey(person.userName), subject);
  if (primaryGroup === null) return;
  const others = byPrimaryGroup.get(primaryGroup);
  if (others) others.push(subject);
  else byPrimaryGroup.set(primaryGroup, [subject]);
}
