import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import initSqlJs from 'sql.js';
import { openPromise } from 'yauzl';

const BATCH = 2_000;
const TABLES = {
  notes:
    'id bigint primary key, guid text, mid bigint, mod bigint, usn int, tags text, flds text, sfld text, csum bigint, flags int, data text',
  cards:
    'id bigint primary key, nid bigint, did bigint, ord int, mod bigint, usn int, type int, queue int, due int, ivl int, factor int, reps int, lapses int, "left" int, odue int, odid bigint, flags int, data text',
  revlog:
    'id bigint primary key, cid bigint, usn int, ease int, ivl int, "lastIvl" int, factor int, time int, type int',
};

/**
 * The least that an import can do: reads a package's SQLite tables and inserts their rows into
 * tables without anything but a primary key. Answers milliseconds.
 */
export async function importFloor(databaseUrl: string, file: string): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    for (const [name, columns] of Object.entries(TABLES)) {
      await client.query(`drop table if exists floor_${name}`);
      await client.query(`create table floor_${name} (${columns})`);
    }
    const startedAt = performance.now();
    const { Database } = await initSqlJs();
    const database = new Database(await collectionOf(file));
    await client.query('begin');
    for (const [name, columns] of Object.entries(TABLES)) {
      const rows = database.prepare(`select * from ${name}`);
      const shape = columns.replaceAll(' primary key', '');
      let batch: object[] = [];
      const flush = async () => {
        await client.query(
          `insert into floor_${name} select * from jsonb_to_recordset($1::jsonb) as x(${shape})`,
          [JSON.stringify(batch)],
        );
        batch = [];
      };
      while (rows.step()) {
        batch.push(rows.getAsObject());
        if (batch.length === BATCH) await flush();
      }
      await flush();
      rows.free();
    }
    await client.query('commit');
    database.close();
    return performance.now() - startedAt;
  } finally {
    await client.end();
  }
}

async function collectionOf(file: string): Promise<Buffer> {
  const zip = await openPromise(file);
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName === 'collection.anki2')
      return buffer(await zip.openReadStreamPromise(entry));
  }
  throw new Error('The package has no collection.');
}
