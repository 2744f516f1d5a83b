import type { TenantDb } from '../../../platform/database/database.ts';

export const holdStates = ['held', 'released', 'refused'] as const;
export type HoldState = (typeof holdStates)[number];

/** Departures that the guard of a connection has stopped. */
export interface DepartureHold {
  id: string;
  connectionId: string;
  state: HoldState;
  /** People that would have left within the hour, and how many may. */
  counted: number;
  limit: number;
  openedAt: Date;
  /** Departures that were refused while it stood, and when the last was asked for. */
  asked: number;
  lastAskedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  /** Until when a release lets everybody go. */
  liftedUntil: Date | null;
}

const HOLD = `id, connection_id as "connectionId", state, counted, allowed as "limit",
  opened_at as "openedAt", asked, last_asked_at as "lastAskedAt", decided_by as "decidedBy",
  decided_at as "decidedAt", lifted_until as "liftedUntil"`;

export interface HoldFilter {
  connectionId?: string | undefined;
  state?: HoldState | undefined;
}

/** Newest first. */
export async function listHolds(
  db: TenantDb,
  { connectionId, state, after, limit }: HoldFilter & { after: string | undefined; limit: number },
): Promise<DepartureHold[]> {
  const { rows } = await db.query<DepartureHold>(
    `select ${HOLD} from departure_hold
     where tenant_id = $1 and ($2::uuid is null or connection_id = $2)
       and ($3::text is null or state = $3) and ($4::uuid is null or id < $4)
     order by id desc limit $5`,
    [db.tenantId, connectionId ?? null, state ?? null, after ?? null, limit],
  );
  return rows;
}

/** Held against other decisions until the end of the transaction. */
export async function lockHold(db: TenantDb, id: string): Promise<DepartureHold | undefined> {
  const { rows } = await db.query<DepartureHold>(
    `select ${HOLD} from departure_hold where tenant_id = $1 and id = $2 for update`,
    [db.tenantId, id],
  );
  return rows[0];
}

export async function decideHold(
  db: TenantDb,
  {
    id,
    state,
    by,
    liftedUntil,
  }: { id: string; state: 'released' | 'refused'; by: string; liftedUntil: Date | null },
): Promise<DepartureHold> {
  const { rows } = await db.query<DepartureHold>(
    `update departure_hold set state = $3, decided_by = $4, decided_at = now(), lifted_until = $5,
       last_asked_at = case when $3 = 'refused' then now() else last_asked_at end
     where tenant_id = $1 and id = $2 returning ${HOLD}`,
    [db.tenantId, id, state, by, liftedUntil],
  );
  const [row] = rows;
  if (!row) throw new Error('an update returned no row');
  return row;
}
