import type { Database } from '../../platform/database/database.ts';
import { DirectoryError } from '../directory-error.ts';
import { nestedMembers } from '../reading/nested-members.ts';
import type { OpenDirectory } from '../reading/open-directory.ts';
import { type DirectoryGroup, readGroups } from '../reading/read-groups.ts';
import type { DirectoryChange } from './directory-change.ts';
import { listTakenGroups, listTakenMembers, type TakenGroup } from './group.store.ts';
import type { PlannedMembers } from './plan-people.ts';
import type { PlanWriter } from './plan-writer.ts';

const GROUPS_AT_ONCE = 50;
/** Of one line of a plan, so that applying one is a short transaction. */
const MEMBERS_AT_ONCE = 500;

interface GroupPlanning {
  database: Database;
  tenantId: string;
  directory: OpenDirectory;
  writer: PlanWriter;
  members: PlannedMembers;
}

/** Plans the groups and who is in them, always from all of them. Answers the latest change seen. */
export async function planGroups(planning: GroupPlanning): Promise<string | undefined> {
  const { database, tenantId, directory, writer, members } = planning;
  const connectionId = directory.connection.id;
  const groups: DirectoryGroup[] = [];
  for await (const page of readGroups(directory)) groups.push(...page);
  const taken = await database.read(tenantId, (db) => listTakenGroups(db, connectionId));
  if (directory.connection.settings.groups && groups.length === 0 && taken.length > 0) {
    throw new DirectoryError('truncated', `The directory shows no group of ${taken.length}`);
  }
  const takenBySubject = new Map(taken.map((group) => [group.subject, group]));
  const wanted = nestedMembers(groups, members);
  for (let at = 0; at < groups.length; at += GROUPS_AT_ONCE) {
    const batch = groups.slice(at, at + GROUPS_AT_ONCE);
    const present = await membersNow(
      planning,
      batch.flatMap(({ subject }) => takenBySubject.get(subject) ?? []),
    );
    for (const group of batch) {
      const known = takenBySubject.get(group.subject);
      const before = known ? (present.get(known.id) ?? new Set<string>()) : new Set<string>();
      const after = wanted.get(group.subject) ?? new Set<string>();
      const changes = [...groupChanges(group, known), ...memberChanges(group, { before, after })];
      if (changes.length === 0) writer.plan.groups.unchanged++;
      await writer.add(changes);
    }
  }
  const subjects = new Set(groups.map(({ subject }) => subject));
  for (const group of taken.filter(({ subject }) => !subjects.has(subject))) {
    const before = (await membersNow(planning, [group])).get(group.id) ?? new Set<string>();
    const { subject, name, id: groupId } = group;
    await writer.add([
      ...memberChanges(group, { before, after: new Set() }),
      { subject, name, personId: null, action: 'group_delete', data: { groupId } },
    ]);
  }
  return groups.reduce<string | undefined>((latest, { change }) => {
    if (change === undefined || latest === undefined) return latest ?? change;
    return directory.profile.changes.later(latest, change);
  }, undefined);
}

async function membersNow(
  { database, tenantId, directory }: GroupPlanning,
  groups: TakenGroup[],
): Promise<Map<string, Set<string>>> {
  const groupIds = groups.map(({ id }) => id);
  const connectionId = directory.connection.id;
  const rows = await database.read(tenantId, (db) =>
    listTakenMembers(db, { connectionId, groupIds }),
  );
  const present = new Map<string, Set<string>>();
  for (const { groupId, subject } of rows) {
    const members = present.get(groupId);
    if (members) members.add(subject);
    else present.set(groupId, new Set([subject]));
  }
  return present;
}

function groupChanges(
  { subject, name }: DirectoryGroup,
  known: TakenGroup | undefined,
): DirectoryChange[] {
  if (!known) return [{ subject, name, personId: null, action: 'group_create', data: {} }];
  if (known.name === name) return [];
  const data = { groupId: known.id, before: known.name };
  return [{ subject, name, personId: null, action: 'group_rename', data }];
}

function memberChanges(
  { subject, name }: Pick<DirectoryGroup, 'subject' | 'name'>,
  { before, after }: { before: Set<string>; after: Set<string> },
): DirectoryChange[] {
  const add = [...after].filter((member) => !before.has(member));
  const remove = [...before].filter((member) => !after.has(member));
  const changes: DirectoryChange[] = [];
  for (let at = 0; at < Math.max(add.length, remove.length); at += MEMBERS_AT_ONCE) {
    const part = (list: string[]) => list.slice(at, at + MEMBERS_AT_ONCE);
    const data = { add: part(add), remove: part(remove) };
    changes.push({ subject, name, personId: null, action: 'group_members', data });
  }
  return changes;
}
