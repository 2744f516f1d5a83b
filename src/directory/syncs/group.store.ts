import { groupKey } from '../../core/people/connections/connection.ts';
import type { TenantDb } from '../../platform/database/database.ts';

export interface TakenGroup {
  id: string;
  /** As the directory knows it. */
  subject: string;
  name: string;
}

/** The groups of a connection. */
export async function listTakenGroups(db: TenantDb, connectionId: string): Promise<TakenGroup[]> {
  const prefix = groupKey(connectionId, '');
  const { rows } = await db.query<TakenGroup>(
    `select id, substr(external_id, $3) as subject, name from person_group
     where tenant_id = $1 and source = 'ldap' and starts_with(external_id, $2) order by id`,
    [db.tenantId, prefix, prefix.length + 1],
  );
  return rows;
}

/** Members of the groups whom the connection knows, by their subjects; others are nobody's of ours. */
export async function listTakenMembers(
  db: TenantDb,
  { connectionId, groupIds }: { connectionId: string; groupIds: string[] },
): Promise<{ groupId: string; subject: string }[]> {
  const { rows } = await db.query<{ groupId: string; subject: string }>(
    `select m.group_id as "groupId", i.subject from membership m
     join identity i on i.tenant_id = $1 and i.person_id = m.person_id
       and i.source = 'ldap' and i.issuer = $2
     where m.tenant_id = $1 and m.group_id = any ($3)`,
    [db.tenantId, connectionId, groupIds],
  );
  return rows;
}

export async function deleteMemberships(
  db: TenantDb,
  { groupId, personIds }: { groupId: string; personIds: string[] },
): Promise<void> {
  await db.query(
    'delete from membership where tenant_id = $1 and group_id = $2 and person_id = any ($3)',
    [db.tenantId, groupId, personIds],
  );
}
