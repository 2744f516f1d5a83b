import { storableJson } from '../../core/storable-json.ts';
import type { TenantDb } from '../../platform/database/database.ts';

export interface NewEvent {
  /** `jti`. */
  id: string;
  connectionId: string;
  /** Of the token, without issuer, audience and time. */
  claims: object;
}

/** Keeps events for the connections that have a feed; returns which have one that is pushed. */
export async function insertEvents(
  db: TenantDb,
  events: readonly NewEvent[],
): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const { rows } = await db.query<{ connectionId: string }>(
    `with kept as (
       insert into scim_event (tenant_id, id, connection_id, claims)
       select $1, x.id, f.connection_id, x.claims
       from jsonb_to_recordset($2::jsonb) as x(id uuid, "connectionId" uuid, claims jsonb)
       join scim_feed f on f.tenant_id = $1 and f.connection_id = x."connectionId"
       returning connection_id)
     select distinct f.connection_id as "connectionId" from kept k
     join scim_feed f on f.tenant_id = $1 and f.connection_id = k.connection_id
     where f.delivery = 'push'`,
    [db.tenantId, storableJson(events)],
  );
  return new Set(rows.map(({ connectionId }) => connectionId));
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
