import { createHmac } from 'node:crypto';
import { createPostgresStore, type PostgresStore } from '@crosswalk/xapi-lrs';
import type { Database } from '../platform/database/database.ts';

/** The LRS in the hub's database. */
export function createHubStore({
  database,
  pepper,
}: {
  database: Database;
  pepper: Uint8Array;
}): PostgresStore {
  return createPostgresStore({
    database,
    cursorSecret: createHmac('sha256', pepper).update('cursors of the LRS').digest(),
  });
}
