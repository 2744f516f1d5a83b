import type { TenantDb } from '../../../platform/database/database.ts';
import type { Connection } from '../connections/connection.ts';
import type { HeldDepartures } from './departure-held-error.ts';

/** Departures of one connection wait for one another: each counts those before it. */
export async function lockDepartures(db: TenantDb, connectionId: string): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 5))', [
    `${db.tenantId} ${connectionId}`,
  ]);
}

export interface StandingHold {
  id: string;
  state: 'held' | 'refused' | 'released';
}

/**
 * What was decided, or is yet to be: a refusal stands while departures are asked for again within the
 * hour, a release until its time is over.
 */
export async function findStandingHold(
  db: TenantDb,
  connectionId: string,
): Promise<StandingHold | undefined> {
  const { rows } = await db.query<StandingHold>(
    `select id, state from departure_hold
     where tenant_id = $1 and connection_id = $2
       and (state = 'held' or state = 'released' and lifted_until > now()
         or state = 'refused' and last_asked_at > now() - interval '1 hour')
     order by opened_at desc, id desc limit 1`,
    [db.tenantId, connectionId],
  );
  return rows[0];
}

/** Those who left within the hour, and these. */
export async function countDepartures(
  db: TenantDb,
  { connectionId, personIds }: { connectionId: string; personIds: string[] },
): Promise<number> {
  const { rows } = await db.query<{ counted: number }>(
    `select count(*)::integer as counted from (
       select person_id from departure
       where tenant_id = $1 and connection_id = $2 and at > now() - interval '1 hour'
       union select unnest($3::uuid[])) d`,
    [db.tenantId, connectionId, personIds],
  );
  return rows[0]?.counted ?? 0;
}

/** The connection's people as they were an hour ago: those who left since, and these, are counted. */
export async function countPeople(
  db: TenantDb,
  {
    connection: { kind, id },
    personIds,
  }: { connection: Pick<Connection, 'kind' | 'id'>; personIds: string[] },
): Promise<number> {
  const { rows } = await db.query<{ people: number }>(
    `select count(*)::integer as people from identity i
     where i.tenant_id = $1 and i.source = $2 and i.issuer = $3
       and (i.active is not false and i.deleted_at is null or i.person_id = any ($5)
         or exists (select from departure d
           where d.tenant_id = $1 and d.connection_id = $4 and d.person_id = i.person_id
             and d.at > now() - interval '1 hour'))`,
    [db.tenantId, kind, id, id, personIds],
  );
  return rows[0]?.people ?? 0;
}

/** Who has left already keeps the time of it; what is older than an hour is forgotten. */
export async function insertDepartures(
  db: TenantDb,
  { connectionId, personIds }: { connectionId: string; personIds: string[] },
): Promise<void> {
  await Promise.all([
    db.query(
      `delete from departure
       where tenant_id = $1 and connection_id = $2 and at <= now() - interval '1 hour'`,
      [db.tenantId, connectionId],
    ),
    db.query(
      `insert into departure (tenant_id, connection_id, person_id)
       select $1, $2, x.id from unnest($3::uuid[]) as x(id) on conflict do nothing`,
      [db.tenantId, connectionId, personIds],
    ),
  ]);
}

/** Opens a hold, or counts one more refusal of the one that stands. */
export async function keepHold(
  db: TenantDb,
  { holdId, connectionId, counted, limit }: HeldDepartures,
): Promise<{ id: string; isNew: boolean }> {
  const asked = await db.query<{ id: string }>(
    `update departure_hold set asked = asked + 1, last_asked_at = now()
     where tenant_id = $1 and id = $2 and state <> 'released' returning id`,
    [db.tenantId, holdId],
  );
  if (asked.count > 0) return { id: holdId, isNew: false };
  const { rows } = await db.query<{ id: string }>(
    `insert into departure_hold (tenant_id, id, connection_id, state, counted, allowed)
     values ($1, $2, $3, 'held', $4, $5)
     on conflict (tenant_id, connection_id) where state = 'held'
       do update set asked = departure_hold.asked + 1, last_asked_at = now()
     returning id`,
    [db.tenantId, holdId, connectionId, counted, limit],
  );
  const id = rows[0]?.id ?? holdId;
  return { id, isNew: id === holdId };
}
