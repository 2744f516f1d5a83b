import type { TenantDb } from '../../platform/database/database.ts';
import type { ResourceKind } from '../schemas/registry.ts';
import { eachOf } from './each-of.ts';

export interface Member {
  id: string;
  kind: ResourceKind;
}

/** Those of the ids that are Users or Groups of the connection; they stay until the transaction ends. */
export async function lockMembers(
  db: TenantDb,
  { connectionId, ids }: { connectionId: string; ids: string[] },
): Promise<Member[]> {
  const found = await Promise.all(
    Object.entries({ User: 'scim_user', Group: 'scim_group' } as const).map(([kind, table]) =>
      db.query<Member>(
        `select x.id, '${kind}' as kind from ${table} x
         where x.tenant_id = $1 and (x.connection_id = $2) is true and x.id = any ($3) for key share`,
        [db.tenantId, connectionId, ids],
      ),
    ),
  );
  return found.flatMap(({ rows }) => rows);
}

/** Returns those that were none yet. */
export async function insertMembers(
  db: TenantDb,
  { groupId, members }: { groupId: string; members: Member[] },
): Promise<Member[]> {
  if (members.length === 0) return [];
  const { rows } = await db.query<Member>(
    `insert into scim_member (tenant_id, group_id, member_id, kind)
     select $1, $2, x.id, x.kind from unnest($3::uuid[], $4::text[]) as x(id, kind)
     on conflict do nothing returning member_id as id, kind`,
    [db.tenantId, groupId, members.map(({ id }) => id), members.map(({ kind }) => kind)],
  );
  return rows;
}

/** Returns those that were there. */
export async function deleteMembers(
  db: TenantDb,
  { groupId, ids }: { groupId: string; ids: string[] },
): Promise<Member[]> {
  return eachOf(ids, (id) =>
    db.query<Member>(
      `delete from scim_member where tenant_id = $1 and group_id = $2 and member_id = $3
       returning member_id as id, kind`,
      [db.tenantId, groupId, id],
      'kept',
    ),
  );
}

/** Deletes all members but these; returns those that were there. */
export async function deleteOtherMembers(
  db: TenantDb,
  { groupId, keep }: { groupId: string; keep: string[] },
): Promise<Member[]> {
  const { rows } = await db.query<Member>(
    `delete from scim_member m
     where m.tenant_id = $1 and m.group_id = $2
       and not exists (select from unnest($3::uuid[]) as x(id) where x.id = m.member_id)
     returning m.member_id as id, m.kind`,
    [db.tenantId, groupId, keep],
  );
  return rows;
}

/** Takes a User or Group out of all groups; returns which. */
export async function deleteMemberEverywhere(db: TenantDb, id: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    'delete from scim_member where tenant_id = $1 and member_id = $2 returning group_id as id',
    [db.tenantId, id],
  );
  return rows.map((row) => row.id);
}

export interface ShownMember extends Member {
  groupId: string;
  name: string | null;
}

/** @param limit rows at most, over all groups */
export async function listMembers(
  db: TenantDb,
  { groupIds, limit }: { groupIds: string[]; limit: number },
): Promise<ShownMember[]> {
  const { rows } = await db.query<ShownMember>(
    `select m.group_id as "groupId", m.member_id as id, m.kind,
       coalesce(u.doc ->> 'displayName', u.doc ->> 'userName', g.doc ->> 'displayName') as name
     from scim_member m
     left join scim_user u on u.tenant_id = $1 and u.id = m.member_id
     left join scim_group g on g.tenant_id = $1 and g.id = m.member_id
     where m.tenant_id = $1 and m.group_id = any ($2)
     order by m.group_id, m.member_id limit $3`,
    [db.tenantId, groupIds, limit],
  );
  return rows;
}
