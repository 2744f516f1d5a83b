import { createHmac } from 'node:crypto';
import { createPostgresStore, type PostgresStore, XapiError } from '@crosswalk/xapi-lrs';
import type { Database } from '../platform/database/database.ts';
import { NO_TOMBSTONES_SQL } from './erasure/tombstone.store.ts';
import type { Tombstones } from './erasure/tombstones.ts';
import { hooksOf, type SaveListener } from './save-listeners.ts';

/** The LRS in the hub's database. */
export function createHubStore({
  database,
  pepper,
  listeners,
  tombstones,
}: {
  database: Database;
  pepper: Uint8Array;
  listeners: readonly SaveListener[];
  tombstones: Tombstones;
}): PostgresStore {
  const store = createPostgresStore({
    database,
    beforeSave: tombstones.beforeSave,
    cursorSecret: createHmac('sha256', pepper).update('cursors of the LRS').digest(),
    ...hooksOf(listeners, NO_TOMBSTONES_SQL),
  });
  return {
    ...store,
    writeDocument: async (tenant, key, ...write) => {
      const agents = 'agent' in key ? [key.agent] : [];
      const erased = await database.read(tenant, (db) => tombstones.find(db, agents));
      if (erased.size > 0) throw new XapiError(403, { message: 'This agent has been erased.' });
      return store.writeDocument(tenant, key, ...write);
    },
  };
}
