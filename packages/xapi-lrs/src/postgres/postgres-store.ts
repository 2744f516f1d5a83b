import type { LrsStore, PreparedStatement } from '../store.ts';
import type { LrsDatabase, LrsTransaction } from './database.ts';
import { findDefinitions } from './definitions.ts';
import {
  deleteDocument,
  deleteDocuments,
  findDocument,
  listDocuments,
  writeDocument,
} from './documents.ts';
import { createCursors } from './listing/cursor.ts';
import { findPage, findStatement } from './listing/find-statements.ts';
import { type Listing, listingOf } from './listing/listing.ts';
import { findNames } from './names.ts';
import { appendStatements } from './saving/append-statements.ts';
import { createGroupCommit, type Save } from './saving/group-commit.ts';
import { readyStatement } from './saving/ready-statement.ts';
import { type AtOnce, areUnrelated, saveAtOnce } from './saving/save-at-once.ts';
import { type SaveHooks, saveBatches } from './saving/save-batches.ts';
import { consistentThrough } from './write-lock.ts';

/**
 * `afterSave` is called with the statements that are new, `beforeSave` with all that come, both in the
 * transaction that stores them.
 */
export interface PostgresStoreOptions extends SaveHooks {
  database: LrsDatabase;
  /** With hooks, what makes saving faster; without, it is fast. */
  atOnce?: AtOnce | undefined;
  /** Signs the cursors of lists; the same in all processes on one database, and kept from clients. */
  cursorSecret: string | Buffer;
}

export interface PostgresStore extends LrsStore {
  /** As `appendStatements`, with the hooks of this store. */
  append(db: LrsTransaction, statements: readonly PreparedStatement[]): Promise<void>;
}

/** An LRS in PostgreSQL 15 or later, in the tables of `lrsTables`. */
export function createPostgresStore(options: PostgresStoreOptions): PostgresStore {
  const { database, cursorSecret } = options;
  const cursors = createCursors(cursorSecret);
  const commit = createGroupCommit(createSave(options));

  async function list(tenant: string, listing: Listing) {
    const { statements, rest } = await database.read(tenant, (db) => findPage(db, listing));
    return { statements, next: rest && cursors.write(tenant, rest) };
  }

  return {
    append: (db, statements) => appendStatements(db, statements, options),
    saveStatements: (tenant, statements) => commit(tenant, statements.map(readyStatement)),
    findStatement: (tenant, id) => database.read(tenant, (db) => findStatement(db, id)),
    findStatements: (tenant, filter) => list(tenant, listingOf(filter)),
    continueStatements: async (tenant, cursor) => {
      const listing = cursors.read(tenant, cursor);
      return listing && list(tenant, listing);
    },
    consistentThrough: (tenant) => database.read(tenant, consistentThrough),
    findDocument: (tenant, key) => database.read(tenant, (db) => findDocument(db, key)),
    listDocuments: (tenant, scope, since) =>
      database.read(tenant, (db) => listDocuments(db, scope, since)),
    writeDocument: (tenant, key, document, expected) =>
      database.tenant(tenant, (db) => writeDocument(db, key, document, expected)),
    deleteDocument: (tenant, key, expected) =>
      database.tenant(tenant, (db) => deleteDocument(db, key, expected)),
    deleteDocuments: (tenant, scope) => database.tenant(tenant, (db) => deleteDocuments(db, scope)),
    findDefinitions: (tenant, ids) => database.read(tenant, (db) => findDefinitions(db, ids)),
    findNames: (tenant, ifi) => database.read(tenant, (db) => findNames(db, ifi)),
  };
}

/** At once where that can be; else, or where it turns out that it cannot, by looking first. */
function createSave({ database, atOnce, beforeSave, afterSave }: PostgresStoreOptions): Save {
  const mayBeAtOnce = beforeSave ? atOnce?.condition !== undefined : !afterSave || atOnce;
  return async (tenant, batches, onWriting) => {
    const all = batches.flat();
    if (mayBeAtOnce && areUnrelated(all)) {
      const consistentThrough = await database.tenant(tenant, (db, last = (ask) => ask()) =>
        saveAtOnce(db, all, { last, atOnce, onWriting }),
      );
      if (consistentThrough) return { refusals: batches.map(() => undefined), consistentThrough };
    }
    return database.tenant(tenant, (db) =>
      saveBatches(db, batches, { beforeSave, afterSave, onWriting }),
    );
  };
}
