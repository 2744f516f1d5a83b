import { type Assignment, assignmentColumns } from '../../core/study/assignment.store.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { LtiContext } from '../people/context.store.ts';
import type { KnownLink } from '../people/launch-link.ts';
import type { KnownServices } from '../services/noted-services.store.ts';

/** What is known of where a launch is from; of what was never launched, nothing. */
export interface KnownPlace {
  context: LtiContext | undefined;
  link: KnownLink | undefined;
  services: KnownServices;
  /** Whether the last launch of the deployment or of the link is over a minute ago. */
  isStale: boolean;
}

interface PlaceKey {
  /** Row of the deployment. */
  deploymentId: string;
  /** The platform's ids; undefined where the launch names none. */
  contextId: string | undefined;
  resourceLinkId: string | undefined;
}

interface PlaceRow extends KnownServices {
  contextRow: string | null;
  groupId: string;
  title: string | null;
  label: string | null;
  linkRow: string | null;
  isStale: boolean;
}

/** @throws Error when there is no such deployment */
export async function findKnownPlace(
  db: TenantDb,
  { deploymentId, contextId, resourceLinkId }: PlaceKey,
): Promise<KnownPlace> {
  const [places, assignments] = await Promise.all([
    db.query<PlaceRow>(
      `select c.id as "contextRow", c.group_id as "groupId", c.title, c.label, l.id as "linkRow",
         least(coalesce(d.last_launch_at, '-infinity'), l.last_launch_at)
           < now() - interval '1 minute' as "isStale",
         d.notice_handler as "noticeHandler", c.memberships_url as "membershipsUrl",
         c.line_items_url as "lineItemsUrl", coalesce(c.ags_scopes, '{}') as "agsScopes",
         coalesce(c.retry_at, c.synced_at + interval '1 hour', '-infinity') <= now()
           as "isRosterOld",
         l.assignment_id as "assignmentId", i.url as "lineItemUrl",
         i.assignment_id as "lineItemAssignmentId"
       from lti_deployment d
         left join lti_context c
           on c.tenant_id = $1 and c.deployment_id = $2 and c.context_id = $3
         left join lti_resource_link l
           on l.tenant_id = $1 and l.deployment_id = $2 and l.resource_link_id = $4
         left join lti_line_item i on i.tenant_id = $1 and i.resource_link_id = l.id
       where d.tenant_id = $1 and d.id = $2`,
      [db.tenantId, deploymentId, contextId ?? null, resourceLinkId ?? null],
      'kept',
    ),
    db.query<Assignment>(
      `select ${assignmentColumns} from assignment
       where tenant_id = $1 and id = (select assignment_id from lti_resource_link
         where tenant_id = $1 and deployment_id = $2 and resource_link_id = $3)`,
      [db.tenantId, deploymentId, resourceLinkId ?? null],
      'kept',
    ),
  ]);
  const [row] = places.rows;
  if (!row) throw new Error('the deployment was there a moment ago');
  const { contextRow, groupId, title, label, linkRow, isStale, ...services } = row;
  return {
    ...{ services, isStale },
    context: contextRow ? { id: contextRow, groupId, title, label } : undefined,
    link: linkRow ? { id: linkRow, assignment: assignments.rows[0] } : undefined,
  };
}
