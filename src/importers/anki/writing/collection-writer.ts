import initSqlJs, { type SqlValue } from 'sql.js';

/** A schema 11 collection being written, in memory. */
export interface CollectionWriter {
  insert(table: 'notes' | 'cards' | 'revlog', row: SqlValue[]): void;
  /** False when the row's id is taken. */
  insertNew(table: 'revlog', row: SqlValue[]): boolean;
  run(sql: string, parameters: SqlValue[]): void;
  first(sql: string, parameters: SqlValue[]): SqlValue[] | undefined;
  finish(col: Record<string, SqlValue>): Uint8Array;
  close(): void;
}

/** Anki's own statements, schema 11. */
const SCHEMA = `
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null, ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null, models text not null, decks text not null, dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null, usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null, flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null, mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null, ivl integer not null, factor integer not null, reps integer not null, lapses integer not null, left integer not null, odue integer not null, odid integer not null, flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null, ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_guid ON notes (guid);
CREATE INDEX ix_cards_nid ON cards (nid);`;

const FINAL_INDEXES = `
DROP INDEX ix_notes_guid;
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_notes_csum ON notes (csum);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_revlog_cid ON revlog (cid);`;

const COLUMNS = { notes: 11, cards: 18, revlog: 9 } as const;

export async function openCollectionWriter(): Promise<CollectionWriter> {
  const { Database } = await initSqlJs();
  const database = new Database();
  database.run(SCHEMA);
  database.run('BEGIN');
  const statement = (verb: string, table: keyof typeof COLUMNS) =>
    database.prepare(`${verb} INTO ${table} VALUES (${Array(COLUMNS[table]).fill('?').join(',')})`);
  const inserts = {
    notes: statement('INSERT', 'notes'),
    cards: statement('INSERT', 'cards'),
    revlog: statement('INSERT OR IGNORE', 'revlog'),
  };
  const prepared = new Map<string, ReturnType<typeof database.prepare>>();
  const prepare = (sql: string) => {
    const known = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  return {
    insert: (table, row) => inserts[table].run(row),
    insertNew: (table, row) => {
      inserts[table].run(row);
      return database.getRowsModified() === 1;
    },
    run: (sql, parameters) => prepare(sql).run(parameters),
    first: (sql, parameters) => {
      const query = prepare(sql);
      query.bind(parameters);
      const row = query.step() ? query.get() : undefined;
      query.reset();
      return row;
    },
    finish: (col) => {
      const keys = Object.keys(col);
      database.run(
        `INSERT INTO col (${keys.join(',')}) VALUES (${keys.map(() => '?').join(',')})`,
        Object.values(col),
      );
      database.run('COMMIT');
      database.run(FINAL_INDEXES);
      return database.export();
    },
    close: () => database.close(),
  };
}
