import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';

export interface LineItem {
  id: string;
  deploymentId: string;
  /** Null: to be found or made. */
  url: string | null;
  label: string;
  scoreMaximum: number;
  assignmentId: string | null;
  /** The platform's id of the link. */
  resourceLinkId: string | null;
  lineItemsUrl: string | null;
  agsScopes: string[];
  dueAt: Date | null;
}

/** With what is needed to find or make it. */
export async function findLineItem(db: TenantDb, id: string): Promise<LineItem | undefined> {
  const { rows } = await db.query<LineItem>(
    `select i.id, i.deployment_id as "deploymentId", i.url, i.label,
       i.score_maximum as "scoreMaximum", i.assignment_id as "assignmentId",
       l.resource_link_id as "resourceLinkId", c.line_items_url as "lineItemsUrl",
       coalesce(c.ags_scopes, '{}') as "agsScopes", a.due_at as "dueAt"
     from lti_line_item i
       left join lti_resource_link l on l.tenant_id = $1 and l.id = i.resource_link_id
       left join lti_context c on c.tenant_id = $1 and c.id = i.context_id
       left join assignment a on a.tenant_id = $1 and a.id = i.assignment_id
     where i.tenant_id = $1 and i.id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

export interface ClaimedLineItem {
  deploymentId: string;
  contextId: string | null;
  linkId: string;
  assignmentId: string | null;
  url: string;
}

const claimed = `context_id = $3, assignment_id = $5`;

/**
 * The line item of a link as its launch names it: the row of the link, else the one that has the URL
 * already, else a new one. Answers its id where the URL is another than before.
 */
export async function adoptLineItem(
  db: TenantDb,
  { deploymentId, contextId, linkId, assignmentId, url }: ClaimedLineItem,
): Promise<string | undefined> {
  const values = [db.tenantId, deploymentId, contextId, linkId, assignmentId, url];
  const known = await db.query<{ id: string; url: string | null }>(
    `update lti_line_item i set ${claimed} from lti_line_item before
     where i.tenant_id = $1 and i.deployment_id = $2 and i.resource_link_id = $4
       and before.tenant_id = $1 and before.id = i.id
       and ($6::text is not null)
     returning i.id, before.url`,
    values,
  );
  const [row] = known.rows;
  if (row) {
    if (row.url === url) return undefined;
    return (await moveLineItem(db, { id: row.id, url, origin: 'adopted' })) ? row.id : undefined;
  }
  const taken = await db.query<{ id: string }>(
    `update lti_line_item set ${claimed}, resource_link_id = $4
     where tenant_id = $1 and deployment_id = $2 and url = $6 and resource_link_id is null
     returning id`,
    values,
  );
  if (taken.rows.length > 0) return undefined;
  const { rows } = await db.query<{ id: string }>(
    `insert into lti_line_item (tenant_id, id, deployment_id, context_id, resource_link_id,
       assignment_id, url, label, score_maximum, origin)
     select $1, $7, $2, $3, $4, $5, $6, coalesce(a.title, l.title, 'Score'),
       coalesce(a.score_maximum, 100), 'platform'
     from lti_resource_link l
       left join assignment a on a.tenant_id = $1 and a.id = $5
     where l.tenant_id = $1 and l.id = $4
     on conflict do nothing returning id`,
    [...values, uuidv7()],
  );
  return rows[0]?.id;
}

/** False where another row has the URL. */
export async function moveLineItem(
  db: TenantDb,
  { id, url, origin }: { id: string; url: string; origin: 'created' | 'adopted' },
): Promise<boolean> {
  const { count } = await db.query(
    `update lti_line_item i set url = $3, origin = $4
     where i.tenant_id = $1 and i.id = $2 and not exists (select from lti_line_item o
       where o.tenant_id = $1 and o.deployment_id = i.deployment_id and o.url = $3 and o.id <> $2)`,
    [db.tenantId, id, url, origin],
  );
  return count === 1;
}

/** The platform knows it no more: it is looked for, or made, before the next score. */
export async function forgetLineItemUrl(
  db: TenantDb,
  { id, url }: { id: string; url: string },
): Promise<void> {
  await db.query(
    'update lti_line_item set url = null where tenant_id = $1 and id = $2 and url = $3',
    [db.tenantId, id, url],
  );
}

/** Line items for links of the assignment that have none, where the platform lets us make them. */
export async function wantLineItems(
  db: TenantDb,
  { assignmentId, scopes }: { assignmentId: string; scopes: readonly string[] },
): Promise<number> {
  const { rows } = await db.query<{ id: string }>(
    `select l.id from lti_resource_link l
       join lti_context c on c.tenant_id = $1 and c.id = l.context_id
     where l.tenant_id = $1 and l.assignment_id = $2 and c.line_items_url is not null
       and c.ags_scopes @> $3::text[]
       and not exists (select from lti_line_item i
         where i.tenant_id = $1 and i.resource_link_id = l.id)`,
    [db.tenantId, assignmentId, scopes],
  );
  for (const { id } of rows) {
    await db.query(
      `insert into lti_line_item (tenant_id, id, deployment_id, context_id, resource_link_id,
         assignment_id, url, label, score_maximum, resource_id, origin)
       select $1, $3, l.deployment_id, l.context_id, l.id, a.id, null,
         coalesce(a.title, l.title, d.title), coalesce(a.score_maximum, 100), a.id::text, 'created'
       from lti_resource_link l
         join assignment a on a.tenant_id = $1 and a.id = l.assignment_id
         join deck d on d.tenant_id = $1 and d.id = a.deck_id
       where l.tenant_id = $1 and l.id = $2
       on conflict do nothing`,
      [db.tenantId, id, uuidv7()],
    );
  }
  return rows.length;
}
