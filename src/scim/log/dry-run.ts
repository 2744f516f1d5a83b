import type { Database } from '../../platform/database/database.ts';

/** Ends a transaction that is not to be kept. */
class Undone extends Error {
  override readonly name = 'Undone';
}

/** A database that does everything and keeps nothing: each unit of work is rolled back at its end. */
export function dryRun(database: Database): Database {
  return {
    ...database,
    tenant: async (tenantId, work) => {
      let done: { result: Awaited<ReturnType<typeof work>> } | undefined;
      await database
        .tenant(tenantId, async (db) => {
          done = { result: await work(db, (ask) => ask()) };
          throw new Undone('a dry run leaves nothing behind');
        })
        .catch((error: unknown) => {
          if (!(error instanceof Undone)) throw error;
        });
      if (!done) throw new Error('the work did not end');
      return done.result;
    },
  };
}
