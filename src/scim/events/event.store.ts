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
