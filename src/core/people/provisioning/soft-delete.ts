import type { TenantDb } from '../../../platform/database/database.ts';
import { emit } from '../../events/emit.store.ts';
import type { Connection } from '../connections/connection.ts';
import { admitDepartures } from '../departures/guard.ts';
import { lockPeople } from './set-active.store.ts';
import { deactivate } from './set-active.ts';
import { deleteIdentity, markDeleted } from './soft-delete.store.ts';

const DAY_MS = 86_400_000;

/**
 * A directory has somebody no more: they are deactivated at once, and who they were is forgotten after
 * the connection's window. Until then the same subject or external id brings them back. Whom a learning
 * platform or another directory knows too is deactivated, and stays known to those.
 * @throws DepartureHeldError when too many leave: see `admitDepartures`
 */
export async function softDelete(
  db: TenantDb,
  { connection, personId }: { connection: Connection; personId: string },
): Promise<void> {
  const [person] = await lockPeople(db, [personId]);
  if (!person) return;
  await admitDepartures(db, { connection, personIds: [personId] });
  await deleteIdentity(db, { connection, personId });
  if (person.active) await deactivate(db, { connection, personIds: [personId] });
  if (!(await markDeleted(db, personId))) return;
  const purgeAt = new Date(Date.now() + connection.deletionDays * DAY_MS).toISOString();
  await emit(db, { type: 'person.deleted', subject: personId, payload: { personId, purgeAt } });
}
