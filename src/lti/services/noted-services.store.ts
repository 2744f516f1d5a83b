import type { TenantDb } from '../../platform/database/database.ts';

/** What is known of the services of a course, and of a link in it. */
export interface KnownServices {
  noticeHandler: string | null;
  membershipsUrl: string | null;
  lineItemsUrl: string | null;
  agsScopes: string[];
  /** Whether the roster is older than an hour, and not waiting to be tried again. */
  isRosterOld: boolean;
  /** Of the link. */
  assignmentId: string | null;
  lineItemUrl: string | null;
  lineItemAssignmentId: string | null;
}

interface LaunchKeys {
  /** Row of the deployment. */
  deploymentId: string;
  /** The platform's ids. */
  contextId: string | undefined;
  resourceLinkId: string | undefined;
}

export async function findKnownServices(
  db: TenantDb,
  { deploymentId, contextId, resourceLinkId }: LaunchKeys,
): Promise<KnownServices | undefined> {
  const { rows } = await db.query<KnownServices>(
    `select d.notice_handler as "noticeHandler", c.memberships_url as "membershipsUrl",
       c.line_items_url as "lineItemsUrl", coalesce(c.ags_scopes, '{}') as "agsScopes",
       coalesce(c.retry_at, c.synced_at + interval '1 hour', '-infinity') <= now() as "isRosterOld",
       l.assignment_id as "assignmentId", i.url as "lineItemUrl",
       i.assignment_id as "lineItemAssignmentId"
     from lti_deployment d
       left join lti_context c on c.tenant_id = $1 and c.deployment_id = $2
         and c.context_id = $3
       left join lti_resource_link l on l.tenant_id = $1 and l.deployment_id = $2
         and l.resource_link_id = $4
       left join lti_line_item i on i.tenant_id = $1 and i.resource_link_id = l.id
     where d.tenant_id = $1 and d.id = $2`,
    [db.tenantId, deploymentId, contextId ?? null, resourceLinkId ?? null],
    'kept',
  );
  return rows[0];
}

export async function updateContextServices(
  db: TenantDb,
  {
    contextId,
    membershipsUrl,
    lineItemsUrl,
    agsScopes,
  }: Pick<KnownServices, 'membershipsUrl' | 'lineItemsUrl' | 'agsScopes'> & { contextId: string },
): Promise<void> {
  await db.query(
    `update lti_context set memberships_url = $3, line_items_url = $4, ags_scopes = $5,
       differences_url = case when memberships_url = $3 then differences_url end
     where tenant_id = $1 and id = $2`,
    [db.tenantId, contextId, membershipsUrl, lineItemsUrl, agsScopes],
  );
}
