import initSqlJs, { type Database, type SqlValue, type Statement } from 'sql.js';
import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';

/** A collection opened for reading; sql.js keeps it in memory, so it must be closed. */
export interface CollectionDatabase {
  /** Rows one by one. */
  rows(sql: string): IterableIterator<SqlValue[]>;
  has(table: string): boolean;
  close(): void;
}

const NEEDED = ['col', 'notes', 'cards', 'revlog'];
const OPTIONAL = ['notetypes', 'fields', 'templates', 'decks', 'deck_config'];

/**
 * Opens a collection of unknown origin. Its structure is checked before a row is read: a damaged
 * tree can send a query round in circles, and a view in a table's place could run anything.
 * @throws {ImportRefusedError} `corrupt_collection`
 */
export async function openCollection(bytes: Buffer): Promise<CollectionDatabase> {
  const { Database } = await initSqlJs();
  // sql.js asks an array for a slice; a Buffer's shares its memory, so nothing is copied.
  const database = guard(() => new Database(bytes));
  try {
    guard(() => {
      replaceCollations(database);
      checkSchema(database);
      checkStructure(database);
    });
  } catch (error) {
    database.close();
    throw error;
  }
  const tables = new Set(tableNames(database));
  return {
    rows: (sql) => iterate(database, sql),
    has: (table) => tables.has(table),
    close: () => database.close(),
  };
}

/** Anki's own collation `unicase` exists nowhere else, and tables that use it cannot be read. */
function replaceCollations(database: Database): void {
  database.run(`
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA writable_schema = 1;
    UPDATE sqlite_master SET sql = replace(sql, 'COLLATE unicase', 'COLLATE NOCASE')
      WHERE sql LIKE '%COLLATE unicase%';
    PRAGMA writable_schema = RESET;
  `);
}

function tableNames(database: Database): string[] {
  const [result] = database.exec("SELECT name FROM sqlite_master WHERE type = 'table'");
  return (result?.values ?? []).map(([name]) => String(name));
}

function checkSchema(database: Database): void {
  const tables = new Set(tableNames(database));
  for (const table of NEEDED) {
    if (!tables.has(table)) throw corrupt(`it has no table "${table}"`);
  }
  const odd = database.exec("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'");
  if (odd.length > 0) throw corrupt('it has virtual tables');
  for (const table of [...NEEDED, ...OPTIONAL]) {
    const [columns] = database.exec(
      `SELECT 1 FROM pragma_table_xinfo('${table}') WHERE hidden <> 0`,
    );
    if (columns) throw corrupt(`its table "${table}" has computed columns`);
  }
}

function checkStructure(database: Database): void {
  const [result] = database.exec('PRAGMA quick_check(1)');
  const verdict = String(result?.values[0]?.[0]);
  if (verdict !== 'ok') throw corrupt(verdict.slice(0, 200));
}

function* iterate(database: Database, sql: string): IterableIterator<SqlValue[]> {
  let statement: Statement | undefined;
  try {
    statement = guard(() => database.prepare(sql));
    while (step(statement)) yield statement.get();
  } finally {
    statement?.free();
  }
}

function step(statement: Statement): boolean {
  return guard(() => statement.step());
}

function guard<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof ImportRefusedError) throw error;
    throw corrupt(error instanceof Error ? error.message : String(error), error);
  }
}

export function corrupt(detail: string, cause?: unknown): ImportRefusedError {
  return new ImportRefusedError('corrupt_collection', `The collection is damaged: ${detail}.`, {
    cause,
  });
}
