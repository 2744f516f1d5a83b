import type { Connection } from '../../core/people/connections/connection.ts';
import { applyGroupRules } from '../../core/people/rules/apply-rules.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { touchGroups } from './group.store.ts';
import { deleteMemberEverywhere } from './member.store.ts';
import { withdrawPerson } from './membership.store.ts';

/** A User who goes is in no Group of the connection any more. */
export async function leaveGroups(
  db: TenantDb,
  { connection, userId, personId }: { connection: Connection; userId: string; personId: string },
): Promise<void> {
  const ids = await deleteMemberEverywhere(db, userId);
  const [groupId] = ids;
  if (groupId === undefined) return;
  await Promise.all([
    withdrawPerson(db, { connectionId: connection.id, personId }),
    touchGroups(db, { ids, at: new Date() }),
  ]);
  await applyGroupRules(db, { connection, groupId, added: [], removed: [personId] });
}
