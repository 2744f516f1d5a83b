import type { TenantDb } from '../../platform/database/database.ts';

/** Newest first. */
export async function listContexts(
  db: TenantDb,
  {
    deploymentId,
    after,
    limit,
  }: { deploymentId?: string | undefined; after: string | undefined; limit: number },
) {
  const { rows } = await db.query<ListedContext>(
    `select c.id, c.deployment_id as "deploymentId", c.context_id as "contextId", c.title, c.label,
       c.group_id as "groupId", c.copied_from as "copiedFrom", c.created_at as "createdAt",
       c.memberships_url is not null as "isOffered", c.synced_at as "syncedAt",
       c.sync_failures as failures, c.sync_error as "lastError", c.retry_at as "retryAt",
       (select count(*)::integer from lti_member m
        where m.tenant_id = $1 and m.context_id = c.id and m.status = 'active') as members
     from lti_context c
     where c.tenant_id = $1 and ($2::uuid is null or c.deployment_id = $2)
       and ($3::uuid is null or c.id < $3)
     order by c.id desc limit $4`,
    [db.tenantId, deploymentId ?? null, after ?? null, limit],
  );
  return rows.map(({ isOffered, members, syncedAt, failures, lastError, retryAt, ...context }) => ({
    ...context,
    roster: { isOffered, members, syncedAt, failures, lastError, retryAt },
  }));
}

interface ListedContext {
  id: string;
  deploymentId: string;
  contextId: string;
  title: string | null;
  label: string | null;
  groupId: string;
  copiedFrom: string[];
  createdAt: Date;
  isOffered: boolean;
  members: number;
  syncedAt: Date | null;
  failures: number;
  lastError: string | null;
  retryAt: Date | null;
}
