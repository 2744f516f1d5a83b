import type { TenantDb } from '../../../platform/database/database.ts';
import { emit } from '../../events/emit.store.ts';
import type { Connection } from '../connections/connection.ts';
import { admitDepartures } from '../departures/guard.ts';
import {
  activatePeople,
  deactivatePeople,
  endSessions,
  lockPeople,
  writeIdentityActive,
} from './set-active.store.ts';

interface Activation {
  connection: Connection;
  active: boolean;
  /** For the log and events: who asked, such as `connection:<id>`. */
  by: string;
}

/**
 * Deactivates or reactivates a person as a directory says; returns whether that changed them.
 *
 * Deactivation ends their sessions for good; their API keys and study links are dead while they are
 * inactive (within the 10 s for which credentials are remembered), and nothing is assigned to them.
 * Reactivation restores these. Who was deactivated by hand, or is inactive in another directory too,
 * stays so.
 * @throws DepartureHeldError when too many leave: see `admitDepartures`
 */
export async function setActive(
  db: TenantDb,
  { personId, ...activation }: Activation & { personId: string },
): Promise<boolean> {
  const changed = await setActiveMany(db, { ...activation, personIds: [personId] });
  return changed.has(personId);
}

/** As `setActive` for many; returns those whom it changed. */
export async function setActiveMany(
  db: TenantDb,
  { connection, personIds, active }: Activation & { personIds: string[] },
): Promise<Set<string>> {
  if (personIds.length === 0) return new Set();
  const [people] = await Promise.all([
    lockPeople(db, personIds),
    writeIdentityActive(db, { connection, personIds, active }),
  ]);
  const affected = people.filter((person) => person.active !== active).map(({ id }) => id);
  if (affected.length === 0) return new Set();
  if (active) return reactivate(db, affected);
  await admitDepartures(db, { connection, personIds: affected });
  await deactivate(db, { connection, personIds: affected });
  return new Set(affected);
}

/** Without asking the guard. */
export async function deactivate(
  db: TenantDb,
  { connection, personIds }: { connection: Connection; personIds: string[] },
): Promise<void> {
  await Promise.all([
    deactivatePeople(db, { personIds, by: connection.id }),
    endSessions(db, personIds),
    emit(
      db,
      ...personIds.map((personId) => ({
        ...{ type: 'person.deactivated' as const, subject: personId, payload: { personId } },
      })),
    ),
  ]);
}

async function reactivate(db: TenantDb, personIds: string[]): Promise<Set<string>> {
  const restored = await activatePeople(db, personIds);
  await emit(
    db,
    ...restored.map((personId) => ({
      ...{ type: 'person.reactivated' as const, subject: personId, payload: { personId } },
    })),
  );
  return new Set(restored);
}
