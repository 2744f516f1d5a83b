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
