import { createHmac } from 'node:crypto';
import { type AfterSave, createPostgresStore, type PostgresStore } from '@crosswalk/xapi-lrs';
import type { Database } from '../platform/database/database.ts';

/**
 * The LRS in the hub's database.
 * @param afterSave called one after another in the transaction that stores statements
 */
export function createHubStore({
  database,
  pepper,
  afterSave,
}: {
  database: Database;
  pepper: Uint8Array;
  afterSave: readonly AfterSave[];
}): PostgresStore {
  return createPostgresStore({
    database,
    cursorSecret: createHmac('sha256', pepper).update('cursors of the LRS').digest(),
    afterSave: async (db, saved) => {
      for (const listener of afterSave) await listener(db, saved);
    },
  });
}
