import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import type { Notice } from './notice.ts';

/** False when the notice is known: platforms send some of them again. */
export async function insertNotice(
  db: TenantDb,
  { deploymentId, notice }: { deploymentId: string; notice: Notice },
): Promise<boolean> {
  const { id, type, ...detail } = notice;
  const { count } = await db.query(
    `insert into lti_notice (tenant_id, deployment_id, notice_id, type, handled_at, detail)
     values ($1, $2, $3, $4, now(), $5) on conflict do nothing`,
    [db.tenantId, deploymentId, id, type, storableJson(detail)],
  );
  return count === 1;
}

/** Where the platform's notices go; empty: it refuses to send any. */
export async function setNoticeHandler(
  db: TenantDb,
  { deploymentId, handler }: { deploymentId: string; handler: string },
): Promise<void> {
  await db.query('update lti_deployment set notice_handler = $3 where tenant_id = $1 and id = $2', [
    db.tenantId,
    deploymentId,
    handler,
  ]);
}

export async function setCopiedFrom(
  db: TenantDb,
  { contextId, originContexts }: { contextId: string; originContexts: readonly string[] },
): Promise<void> {
  await db.query('update lti_context set copied_from = $3 where tenant_id = $1 and id = $2', [
    db.tenantId,
    contextId,
    originContexts,
  ]);
}

/**
 * What the same link opens in the courses that this one was copied from: by the title, where it names
 * one link only; the nearest course counts.
 */
export async function findCopiedAssignment(
  db: TenantDb,
  { contextId, title }: { contextId: string; title: string },
): Promise<string | undefined> {
  const { rows } = await db.query<{ assignmentId: string | null }>(
    `select (array_agg(l.assignment_id))[1] as "assignmentId"
     from lti_context c
       cross join lateral unnest(c.copied_from) with ordinality as o(context_id, place)
       join lti_context origin on origin.tenant_id = $1 and origin.deployment_id = c.deployment_id
         and origin.context_id = o.context_id
       join lti_resource_link l on l.tenant_id = $1 and l.context_id = origin.id and l.title = $3
     where c.tenant_id = $1 and c.id = $2 and l.assignment_id is not null
     group by o.place having count(*) = 1 order by o.place limit 1`,
    [db.tenantId, contextId, title],
  );
  return rows[0]?.assignmentId ?? undefined;
}
