import type { TenantDb } from '../../platform/database/database.ts';

/** People with attempts of the assignment and no score, queued or sent, for one of its links. */
export async function listUnsent(
  db: TenantDb,
  {
    assignmentId,
    after,
    limit,
  }: { assignmentId: string; after: string | undefined; limit: number },
): Promise<string[]> {
  const { rows } = await db.query<{ personId: string }>(
    `select distinct t.person_id as "personId" from attempt t
     where t.tenant_id = $1 and t.assignment_id = $2 and ($3::uuid is null or t.person_id > $3)
       and exists (select from lti_resource_link l
         left join lti_line_item i on i.tenant_id = $1 and i.resource_link_id = l.id
         where l.tenant_id = $1 and l.assignment_id = $2
           and not exists (select from lti_score s where s.tenant_id = $1
             and s.line_item_id = i.id and s.person_id = t.person_id))
     order by t.person_id limit $4`,
    [db.tenantId, assignmentId, after ?? null, limit],
  );
  return rows.map(({ personId }) => personId);
}

/** What the links of a course open. */
export async function listContextAssignments(db: TenantDb, contextId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select distinct assignment_id as id from lti_resource_link
     where tenant_id = $1 and context_id = $2 and assignment_id is not null`,
    [db.tenantId, contextId],
  );
  return rows.map(({ id }) => id);
}
