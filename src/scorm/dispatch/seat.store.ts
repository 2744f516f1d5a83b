import type { TenantDb } from '../../platform/database/database.ts';

interface SeatKey {
  dispatchId: string;
  personId: string;
}

/** Counts a launch of somebody who has a seat; whether they have one. */
export async function touchSeat(db: TenantDb, { dispatchId, personId }: SeatKey): Promise<boolean> {
  const { count } = await db.query(
    `update dispatch_learner set launches = launches + 1, last_launch_at = now()
     where tenant_id = $1 and dispatch_id = $2 and person_id = $3`,
    [db.tenantId, dispatchId, personId],
  );
  return count === 1;
}

export async function countSeats(db: TenantDb, dispatchId: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    'select count(*) as n from dispatch_learner where tenant_id = $1 and dispatch_id = $2',
    [db.tenantId, dispatchId],
  );
  return rows[0]?.n ?? 0;
}

export async function insertSeat(
  db: TenantDb,
  seat: SeatKey & { host: string; learnerId: string },
): Promise<void> {
  await db.query(
    `insert into dispatch_learner (tenant_id, dispatch_id, person_id, host, learner_id)
     values ($1, $2, $3, $4, $5)`,
    [db.tenantId, seat.dispatchId, seat.personId, seat.host, seat.learnerId],
  );
}
