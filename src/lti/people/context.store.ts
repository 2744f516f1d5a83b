import type { TenantDb } from '../../platform/database/database.ts';

/** A course of a platform, and the group that it is here. */
export interface LtiContext {
  id: string;
  groupId: string;
  title: string | null;
  label: string | null;
}

const columns = `id, group_id as "groupId", title, label`;

export async function findContext(
  db: TenantDb,
  { deploymentId, contextId }: { deploymentId: string; contextId: string },
): Promise<LtiContext | undefined> {
  const { rows } = await db.query<LtiContext>(
    `select ${columns} from lti_context
     where tenant_id = $1 and deployment_id = $2 and context_id = $3`,
    [db.tenantId, deploymentId, contextId],
    'kept',
  );
  return rows[0];
}

/** Writes what the platform says of a context; of two first launches, the second waits. */
export async function putContext(
  db: TenantDb,
  context: LtiContext & { deploymentId: string; contextId: string; types: string[] },
): Promise<LtiContext> {
  const { rows } = await db.query<LtiContext>(
    `insert into lti_context (tenant_id, id, deployment_id, context_id, title, label, types, group_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (tenant_id, deployment_id, context_id)
       do update set title = excluded.title, label = excluded.label, types = excluded.types
     returning ${columns}`,
    [
      db.tenantId,
      context.id,
      context.deploymentId,
      context.contextId,
      context.title,
      context.label,
      context.types,
      context.groupId,
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('an upsert returned no row');
  return row;
}

/** Remembers under which id the platform knows a member. */
export async function putMember(
  db: TenantDb,
  member: { contextId: string; userId: string; personId: string; roles: string[] },
): Promise<void> {
  await db.query(
    `insert into lti_member (tenant_id, context_id, user_id, person_id, roles, source)
     values ($1, $2, $3, $4, $5, 'launch')
     on conflict (tenant_id, context_id, user_id) do update
       set person_id = excluded.person_id, roles = excluded.roles, status = 'active', seen_at = now()`,
    [db.tenantId, member.contextId, member.userId, member.personId, member.roles],
    'kept',
  );
}
