import type { TenantDb } from '../../platform/database/database.ts';
import { eachOf } from './each-of.ts';

/** Groups that have the group as a member, or a group that has it, and the group itself. */
export async function findGroupsAbove(db: TenantDb, groupIds: string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `with recursive above (id) as (
       select x.id from unnest($2::uuid[]) as x(id)
       union
       select m.group_id from above a
       join scim_member m on m.tenant_id = $1 and m.member_id = a.id)
     select id from above order by id`,
    [db.tenantId, groupIds],
  );
  return rows.map(({ id }) => id);
}

/** Whether groups are members of it, or it is one of others: who belongs to it shows elsewhere. */
export async function isNested(db: TenantDb, groupId: string): Promise<boolean> {
  const { rows } = await db.query<{ nested: boolean }>(
    `select exists (select from scim_member m
         where m.tenant_id = $1 and m.group_id = $2 and m.kind = 'Group')
       or exists (select from scim_member m where m.tenant_id = $1 and m.member_id = $2) as nested`,
    [db.tenantId, groupId],
  );
  return rows[0]?.nested ?? false;
}

/** Makes the people behind Users members of the group; returns who were none. */
export async function enrolUsers(
  db: TenantDb,
  { groupId, userIds }: { groupId: string; userIds: string[] },
): Promise<string[]> {
  if (userIds.length === 0) return [];
  const { rows } = await db.query<{ id: string }>(
    `insert into membership (tenant_id, group_id, person_id)
     select $1, $2, u.person_id from scim_user u
     where u.tenant_id = $1 and u.id = any ($3) order by u.person_id
     on conflict do nothing returning person_id as id`,
    [db.tenantId, groupId, userIds],
  );
  return rows.map(({ id }) => id);
}

/** Returns who were members. */
export async function withdrawUsers(
  db: TenantDb,
  { groupId, userIds }: { groupId: string; userIds: string[] },
): Promise<string[]> {
  const gone = await eachOf(userIds, (userId) =>
    db.query<{ id: string }>(
      `delete from membership m
       where m.tenant_id = $1 and m.group_id = $2 and m.person_id = (
         select u.person_id from scim_user u where u.tenant_id = $1 and u.id = $3)
       returning m.person_id as id`,
      [db.tenantId, groupId, userId],
      'kept',
    ),
  );
  return gone.map(({ id }) => id);
}

/** Brings who belongs to the group, also by groups in it, to what the connection says. */
export async function alignMembership(
  db: TenantDb,
  groupId: string,
): Promise<{ added: string[]; removed: string[] }> {
  const { rows } = await db.query<{ id: string; change: 'added' | 'removed' }>(
    `with recursive below (id) as (
       select $2::uuid
       union
       select m.member_id from below b
       join scim_member m on m.tenant_id = $1 and m.group_id = b.id and m.kind = 'Group'),
     wanted as (
       select distinct u.person_id from below b
       join scim_member m on m.tenant_id = $1 and m.group_id = b.id and m.kind = 'User'
       join scim_user u on u.tenant_id = $1 and u.id = m.member_id),
     added as (
       insert into membership (tenant_id, group_id, person_id)
       select $1, $2, w.person_id from wanted w order by w.person_id
       on conflict do nothing returning person_id),
     removed as (
       delete from membership m where m.tenant_id = $1 and m.group_id = $2
         and not exists (select from wanted w where w.person_id = m.person_id)
       returning m.person_id)
     select person_id as id, 'added' as change from added
     union all select person_id, 'removed' from removed`,
    [db.tenantId, groupId],
  );
  const of = (change: string) => rows.filter((row) => row.change === change).map(({ id }) => id);
  return { added: of('added'), removed: of('removed') };
}

/** Takes a person out of every group of the connection. */
export async function withdrawPerson(
  db: TenantDb,
  { connectionId, personId }: { connectionId: string; personId: string },
): Promise<void> {
  await db.query(
    `delete from membership m using scim_group g
     where g.tenant_id = $1 and g.connection_id = $2
       and m.tenant_id = $1 and m.group_id = g.id and m.person_id = $3`,
    [db.tenantId, connectionId, personId],
  );
}
