import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { emit } from '../../events/emit.store.ts';
import type { Connection } from '../connections/connection.ts';
import { DepartureHeldError } from './departure-held-error.ts';
import {
  countDepartures,
  countPeople,
  findStandingHold,
  insertDepartures,
  keepHold,
  lockDepartures,
} from './guard.store.ts';

/** So many may always leave: in a small company one leaver is many percent. */
const HANDFUL = 5;
const RETRY_SECONDS = 900;

export interface DepartureVerdict {
  /** People that leave within the hour, those asked about included. */
  counted: number;
  limit: number;
}

/**
 * How many would leave with these, and how many may; undefined where a release lets everybody go.
 * Records nothing: for plans that are only shown.
 */
export async function assessDepartures(
  db: TenantDb,
  { connection, personIds }: { connection: Connection; personIds: string[] },
): Promise<DepartureVerdict> {
  const counted = await countDepartures(db, { connectionId: connection.id, personIds });
  const { count, percent } = connection.guard;
  // Counting people costs time, and a handful is decided without.
  if (counted <= Math.min(count, HANDFUL)) return { counted, limit: count };
  const people = await countPeople(db, { connection, personIds });
  const share = Math.max(HANDFUL, Math.ceil((people * percent) / 100));
  return { counted, limit: Math.min(count, share) };
}

/**
 * Lets people of the connection leave, unless that were too many within an hour or an earlier hold
 * stands. Ask for all people of a planned sync at once; who was let go within the hour is not counted
 * again. The transaction that this throws in must be rolled back: run it by `underGuard`, which keeps
 * the hold and its event in a transaction of their own.
 * @throws DepartureHeldError
 */
export async function admitDepartures(
  db: TenantDb,
  { connection, personIds }: { connection: Connection; personIds: string[] },
): Promise<void> {
  if (personIds.length === 0) return;
  const connectionId = connection.id;
  const [, standing, verdict] = await Promise.all([
    lockDepartures(db, connectionId),
    findStandingHold(db, connectionId),
    assessDepartures(db, { connection, personIds }),
  ]);
  const { counted, limit } = verdict;
  const held = { connectionId, counted, limit, retryAfterSeconds: RETRY_SECONDS };
  if (standing && standing.state !== 'released') {
    throw new DepartureHeldError({ ...held, holdId: standing.id, state: standing.state });
  }
  if (!standing && counted > limit) {
    throw new DepartureHeldError({ ...held, holdId: uuidv7(), state: 'held' });
  }
  await insertDepartures(db, { connectionId, personIds });
}

/**
 * A unit of work in which people may leave: when the guard holds that, the work is rolled back, and
 * the hold is kept with an event `departures.held`, once for all that are refused while it stands.
 * @throws DepartureHeldError
 */
export async function underGuard<T>(
  database: Database,
  tenantId: string,
  work: (db: TenantDb) => Promise<T>,
): Promise<T> {
  return database.tenant(tenantId, work).catch(async (error: unknown) => {
    if (!(error instanceof DepartureHeldError)) throw error;
    throw await recordHold(database, tenantId, error);
  });
}

/** What `underGuard` does for work that runs its transaction in another way, as jobs do. */
export async function recordHold(
  database: Pick<Database, 'tenant'>,
  tenantId: string,
  error: DepartureHeldError,
): Promise<DepartureHeldError> {
  const { connectionId, counted, limit } = error;
  return database.tenant(tenantId, async (db) => {
    const kept = await keepHold(db, error);
    if (kept.isNew) {
      await emit(db, {
        type: 'departures.held',
        subject: connectionId,
        payload: { connectionId, holdId: kept.id, counted, limit },
      });
    }
    return new DepartureHeldError({ ...error, holdId: kept.id });
  });
}
