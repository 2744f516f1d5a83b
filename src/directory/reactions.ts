import type { Reaction } from '../core/events/reactions.ts';
import { findConnection } from '../core/people/connections/connection.store.ts';
import { queueSync } from './syncs/queue-sync.ts';

/** What the deletion guard held goes on when somebody has released it. */
const syncReleased: Reaction = async (db, event) => {
  if (event.type !== 'departures.released') return;
  const { connectionId, by } = event.payload;
  const connection = await findConnection(db, connectionId);
  if (connection?.kind !== 'ldap' || !connection.enabled) return;
  await queueSync(db, { connectionId, mode: 'apply', scope: 'auto', requestedBy: by });
};

/** What directories do about events of the core. */
export const directoryReactions: readonly Reaction[] = [syncReleased];
