import type { Connection } from '../../core/people/connections/connection.ts';
import { applyGroupRules } from '../../core/people/rules/apply-rules.ts';
import { isUuid } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { MemberChange } from '../patch/member-changes.ts';
import { badRequest } from '../scim-error.ts';
import {
  deleteMembers,
  deleteOtherMembers,
  insertMembers,
  lockMembers,
  type Member,
} from './member.store.ts';
import {
  alignMembership,
  enrolUsers,
  findGroupsAbove,
  isNested,
  withdrawUsers,
} from './membership.store.ts';

/** More are not written into one statement's answer. */
const MAX_NAMED = 5;

/**
 * Changes who is in a Group, and who belongs by that to it and the groups that it is in. Members that
 * stay are not read. Returns whether anything changed.
 * @throws ScimError 400 invalidValue for members that the connection does not have
 */
export async function changeMembers(
  db: TenantDb,
  {
    connection,
    groupId,
    change,
  }: { connection: Connection; groupId: string; change: MemberChange },
): Promise<boolean> {
  const members = await requireMembers(db, connection.id, change.add);
  const removed = change.clear
    ? await deleteOtherMembers(db, { groupId, keep: members.map(({ id }) => id) })
    : await deleteMembers(db, { groupId, ids: storedIds(change.remove) });
  const added = await insertMembers(db, { groupId, members });
  if (added.length === 0 && removed.length === 0) return false;
  const isOfUsers = [...added, ...removed].every(({ kind }) => kind === 'User');
  if (isOfUsers && !(await isNested(db, groupId))) {
    await moveUsers(db, { connection, groupId, added, removed });
  } else await alignGroups(db, { connection, groupIds: [groupId] });
  return true;
}

/** Brings the groups, and those that they are in, to what the connection says. */
export async function alignGroups(
  db: TenantDb,
  { connection, groupIds }: { connection: Connection; groupIds: string[] },
): Promise<void> {
  for (const groupId of await findGroupsAbove(db, groupIds)) {
    const moved = await alignMembership(db, groupId);
    await applyGroupRules(db, { connection, groupId, ...moved });
  }
}

async function moveUsers(
  db: TenantDb,
  {
    connection,
    groupId,
    ...users
  }: { connection: Connection; groupId: string; added: Member[]; removed: Member[] },
): Promise<void> {
  const idsOf = (members: Member[]) => members.map(({ id }) => id);
  const [added, removed] = await Promise.all([
    enrolUsers(db, { groupId, userIds: idsOf(users.added) }),
    withdrawUsers(db, { groupId, userIds: idsOf(users.removed) }),
  ]);
  await applyGroupRules(db, { connection, groupId, added, removed });
}

async function requireMembers(
  db: TenantDb,
  connectionId: string,
  ids: string[],
): Promise<Member[]> {
  if (ids.length === 0) return [];
  const wanted = storedIds(ids);
  const members = await lockMembers(db, { connectionId, ids: wanted });
  const known = new Set(members.map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id.toLowerCase()));
  if (unknown.length === 0) return members;
  const named = unknown.slice(0, MAX_NAMED).map((id) => id.slice(0, 100));
  const more = unknown.length > MAX_NAMED ? ` and ${unknown.length - MAX_NAMED} more` : '';
  throw badRequest('invalidValue', `There is no User or Group ${named.join(', ')}${more}.`);
}

/** As ids are stored, each once; what is none names nobody. */
function storedIds(ids: string[]): string[] {
  return [...new Set(ids.filter(isUuid).map((id) => id.toLowerCase()))];
}
