import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';

export interface NewEvent {
  /** `jti`. */
  id: string;
  /** Of the token, without issuer, audience and time. */
  claims: object;
}

/** Keeps events of a connection where it has a feed; answers whether they are to be pushed. */
export async function insertEvents(
  db: TenantDb,
  { connectionId, events }: { connectionId: string; events: readonly NewEvent[] },
): Promise<boolean> {
  if (events.length === 0) return false;
  const { rows } = await db.query<{ isPushed: boolean }>(
    `with feed as (
       select delivery from scim_feed where tenant_id = $1 and connection_id = $2),
     kept as (
       insert into scim_event (tenant_id, id, connection_id, claims)
       select $1, x.id, $2, x.claims
       from feed, jsonb_to_recordset($3::jsonb) as x(id uuid, claims jsonb))
     select delivery = 'push' as "isPushed" from feed`,
    [db.tenantId, connectionId, storableJson(events)],
  );
  return rows[0]?.isPushed ?? false;
}

export interface KeptEvent {
  id: string;
  claims: Record<string, unknown>;
  createdAt: Date;
}

/** The oldest first. */
export async function listEvents(
  db: TenantDb,
  { connectionId, limit }: { connectionId: string; limit: number },
): Promise<KeptEvent[]> {
  const { rows } = await db.query<KeptEvent>(
    `select id, claims, created_at as "createdAt" from scim_event
     where tenant_id = $1 and connection_id = $2 order by id limit $3`,
    [db.tenantId, connectionId, limit],
  );
  return rows;
}

/** How many nobody has taken yet. */
export async function countEvents(db: TenantDb, connectionId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*) from scim_event where tenant_id = $1 and connection_id = $2',
    [db.tenantId, connectionId],
  );
  return rows[0]?.count ?? 0;
}

/** They were taken, or will not be. */
export async function deleteEvents(
  db: TenantDb,
  { connectionId, ids }: { connectionId: string; ids: string[] },
): Promise<void> {
  if (ids.length === 0) return;
  await db.query(
    'delete from scim_event where tenant_id = $1 and connection_id = $2 and id = any ($3)',
    [db.tenantId, connectionId, ids],
  );
}

export async function deleteOldEvents(db: TenantDb, before: Date): Promise<void> {
  await db.query('delete from scim_event where tenant_id = $1 and created_at < $2', [
    db.tenantId,
    before,
  ]);
}
