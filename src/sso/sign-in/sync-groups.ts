import { groupKey } from '../../core/people/connections/connection.ts';
import { applyGroupRules } from '../../core/people/rules/apply-rules.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { SsoConnection } from '../connections/sso-connection.ts';
import { joinGroups, leaveGroups } from './sync-groups.store.ts';

/** Has somebody in those groups of the connection that the provider told, and in no others of it. */
export async function syncGroups(
  db: TenantDb,
  {
    connection,
    personId,
    groups,
  }: { connection: SsoConnection; personId: string; groups: string[] },
): Promise<void> {
  const { id, kind } = connection;
  const told = groups.map((name) => ({ name, externalId: groupKey(id, name) }));
  const left = await leaveGroups(db, {
    ...{ source: kind, personId, prefix: groupKey(id, '') },
    kept: told.map(({ externalId }) => externalId),
  });
  const joined = await joinGroups(db, { source: kind, personId, groups: told });
  for (const groupId of left) {
    await applyGroupRules(db, { connection, groupId, added: [], removed: [personId] });
  }
  for (const groupId of joined) {
    await applyGroupRules(db, { connection, groupId, added: [personId], removed: [] });
  }
}
