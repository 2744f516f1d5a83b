import type { TenantDb } from '../../platform/database/database.ts';

/** Where a connection's events go. */
export interface Feed {
  connectionId: string;
  delivery: 'push' | 'poll';
  /** `aud` of the tokens. */
  audience: string;
  /** Of a push; null: polled. */
  url: string | null;
  /** Why the last token was not taken; null once one is. */
  lastError: string | null;
  failedAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const FEED = `f.connection_id as "connectionId", f.delivery, f.audience, f.url,
  f.last_error as "lastError", f.failed_at as "failedAt", f.version,
  f.created_at as "createdAt", f.updated_at as "updatedAt"`;

export async function findFeed(db: TenantDb, connectionId: string): Promise<Feed | undefined> {
  const { rows } = await db.query<Feed>(
    `select ${FEED} from scim_feed f where f.tenant_id = $1 and f.connection_id = $2`,
    [db.tenantId, connectionId],
  );
  return rows[0];
}

/** What waits already goes the new way. */
export async function putFeed(
  db: TenantDb,
  {
    connectionId,
    delivery,
    audience,
    url,
  }: Pick<Feed, 'connectionId' | 'delivery' | 'audience' | 'url'>,
): Promise<void> {
  await db.query(
    `insert into scim_feed (tenant_id, connection_id, delivery, audience, url)
     values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, connection_id) do update set delivery = excluded.delivery,
       audience = excluded.audience, url = excluded.url, last_error = null, failed_at = null,
       version = scim_feed.version + 1, updated_at = now()`,
    [db.tenantId, connectionId, delivery, audience, url],
  );
}

/** With what waits. */
export async function deleteFeed(db: TenantDb, connectionId: string): Promise<boolean> {
  const { count } = await db.query(
    'delete from scim_feed where tenant_id = $1 and connection_id = $2',
    [db.tenantId, connectionId],
  );
  return count > 0;
}

/** @param error null: one was taken */
export async function noteDelivery(
  db: TenantDb,
  { connectionId, error }: { connectionId: string; error: string | null },
): Promise<void> {
  await db.query(
    `update scim_feed set last_error = $3, failed_at = case when $3 is null then null else now() end
     where tenant_id = $1 and connection_id = $2 and last_error is distinct from $3`,
    [db.tenantId, connectionId, error],
  );
}

/** Feeds that are pushed and have something to be pushed. */
export async function listWaitingFeeds(db: TenantDb): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select f.connection_id as id from scim_feed f
     where f.tenant_id = $1 and f.delivery = 'push' and exists (select from scim_event e
       where e.tenant_id = $1 and e.connection_id = f.connection_id)`,
    [db.tenantId],
  );
  return rows.map(({ id }) => id);
}
