import type { TenantDb } from '../../platform/database/database.ts';

export type MembershipRole = 'learner' | 'instructor' | 'observer';

/** Makes somebody a member in the role, or gives a member the role. */
export async function putMembership(
  db: TenantDb,
  { groupId, personId, role }: { groupId: string; personId: string; role: MembershipRole },
): Promise<void> {
  await db.query(
    `insert into membership (tenant_id, group_id, person_id, role) values ($1, $2, $3, $4)
     on conflict (tenant_id, group_id, person_id) do update set role = excluded.role
       where membership.role <> excluded.role`,
    [db.tenantId, groupId, personId, role],
    'kept',
  );
}
