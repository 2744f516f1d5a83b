import type { TenantDb } from '../../../platform/database/database.ts';
import { DomainError } from '../../domain-error.ts';
import { emit } from '../../events/emit.store.ts';
import { lockDepartures } from './guard.store.ts';
import { type DepartureHold, decideHold, lockHold } from './hold.store.ts';

const HOUR_MS = 3_600_000;

/**
 * Lets everybody of the connection leave for some hours, until its client has asked again for all that
 * was held. A refusal can be turned into a release.
 * @throws DomainError `not_found`, `conflict` when it is released already
 */
export async function releaseHold(
  db: TenantDb,
  { id, by, hours }: { id: string; by: string; hours: number },
): Promise<DepartureHold> {
  await requireUndone(db, id, ['held', 'refused']);
  const liftedUntil = new Date(Date.now() + hours * HOUR_MS);
  const released = await decideHold(db, { id, state: 'released', by, liftedUntil });
  const { connectionId } = released;
  await emit(db, {
    type: 'departures.released',
    subject: connectionId,
    payload: { connectionId, holdId: id, by },
  });
  return released;
}

/**
 * Keeps everybody, until the connection's client has not asked for an hour: the mistake is then taken
 * to be put right there. A release can be turned into a refusal.
 * @throws DomainError `not_found`, `conflict` when it is refused already
 */
export async function refuseHold(
  db: TenantDb,
  { id, by }: { id: string; by: string },
): Promise<DepartureHold> {
  await requireUndone(db, id, ['held', 'released']);
  return decideHold(db, { id, state: 'refused', by, liftedUntil: null });
}

async function requireUndone(
  db: TenantDb,
  id: string,
  states: DepartureHold['state'][],
): Promise<void> {
  const hold = await lockHold(db, id);
  if (!hold) throw new DomainError('not_found', `there is no hold ${id}`);
  // Those who are leaving just now are counted under it, or after it.
  await lockDepartures(db, hold.connectionId);
  if (!states.includes(hold.state)) {
    throw new DomainError('conflict', `the hold is ${hold.state} already`);
  }
}
