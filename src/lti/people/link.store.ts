import type { TenantDb } from '../../platform/database/database.ts';

/** A link in a course of a platform. */
export interface ResourceLink {
  id: string;
  assignmentId: string | null;
}

interface LinkKey {
  /** Row of the deployment. */
  deploymentId: string;
  resourceLinkId: string;
}

const columns = `id, assignment_id as "assignmentId"`;

/** Remembers at most once a minute that it was launched: a class does so at once. */
export async function touchLink(db: TenantDb, id: string): Promise<void> {
  await db.query(
    `update lti_resource_link set last_launch_at = now()
     where tenant_id = $1 and id = $2 and last_launch_at < now() - interval '1 minute'`,
    [db.tenantId, id],
    'kept',
  );
}

/** Held until the end of the transaction: of two first launches one sets the link up. */
export async function putLink(
  db: TenantDb,
  link: LinkKey & { id: string; contextId: string | undefined; title: string | null },
): Promise<ResourceLink> {
  const { rows } = await db.query<ResourceLink>(
    `insert into lti_resource_link
       (tenant_id, id, deployment_id, context_id, resource_link_id, title, last_launch_at)
     values ($1, $2, $3, $4, $5, $6, now())
     on conflict (tenant_id, deployment_id, resource_link_id)
       do update set title = excluded.title, last_launch_at = now()
     returning ${columns}`,
    [
      db.tenantId,
      link.id,
      link.deploymentId,
      link.contextId ?? null,
      link.resourceLinkId,
      link.title,
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('an upsert returned no row');
  return row;
}

export async function setLinkAssignment(
  db: TenantDb,
  { id, assignmentId }: { id: string; assignmentId: string },
): Promise<void> {
  await db.query(
    'update lti_resource_link set assignment_id = $3 where tenant_id = $1 and id = $2',
    [db.tenantId, id, assignmentId],
  );
}
