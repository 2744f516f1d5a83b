import type { TenantDb } from '../../platform/database/database.ts';

export interface GroupOfUser {
  userId: string;
  groupId: string;
  name: string;
  type: 'direct' | 'indirect';
}

/** The Groups of Users, those too that they belong to by a group within a group. */
export async function findGroupsOf(db: TenantDb, userIds: string[]): Promise<GroupOfUser[]> {
  const { rows } = await db.query<GroupOfUser>(
    `with recursive reached (user_id, group_id, type) as (
       select m.member_id, m.group_id, 'direct' from scim_member m
       where m.tenant_id = $1 and m.member_id = any ($2)
       union
       select r.user_id, m.group_id, 'indirect' from reached r
       join scim_member m on m.tenant_id = $1 and m.member_id = r.group_id)
     select r.user_id as "userId", r.group_id as "groupId", min(r.type) as type,
       g.doc ->> 'displayName' as name
     from reached r join scim_group g on g.tenant_id = $1 and g.id = r.group_id
     group by r.user_id, r.group_id, g.doc order by g.doc ->> 'displayName', r.group_id`,
    [db.tenantId, userIds],
  );
  return rows;
}
