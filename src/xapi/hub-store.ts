import { createHmac } from 'node:crypto';
import {
  type AfterSave,
  createPostgresStore,
  type PostgresStore,
  XapiError,
} from '@crosswalk/xapi-lrs';
import type { Database } from '../platform/database/database.ts';
import type { Tombstones } from './erasure/tombstones.ts';

/**
 * The LRS in the hub's database.
 * @param afterSave called one after another in the transaction that stores statements
 */
export function createHubStore({
  database,
  pepper,
  afterSave,
  tombstones,
}: {
  database: Database;
  pepper: Uint8Array;
  afterSave: readonly AfterSave[];
  tombstones: Tombstones;
}): PostgresStore {
  const store = createPostgresStore({
    database,
    beforeSave: tombstones.beforeSave,
    cursorSecret: createHmac('sha256', pepper).update('cursors of the LRS').digest(),
    afterSave: async (db, saved) => {
      for (const listener of afterSave) await listener(db, saved);
    },
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
