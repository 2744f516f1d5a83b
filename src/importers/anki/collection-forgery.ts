import initSqlJs, { type Database } from 'sql.js';
import { type ForgedEntry, forgeZip } from '../../platform/zip/zip-forgery.ts';

/** For tests: a collection of two notes with three cards, to be spoilt as a test likes. */
export async function forgeCollection(
  spoil: (database: Database) => void = () => {},
): Promise<Buffer> {
  const { Database } = await initSqlJs();
  const database = new Database();
  try {
    database.run(SCHEMA);
    const models = {
      10: {
        id: 10,
        name: 'Basic',
        type: 0,
        sortf: 0,
        css: '.card{}',
        flds: [
          { name: 'Front', ord: 0 },
          { name: 'Back', ord: 1 },
        ],
        tmpls: [
          { name: 'Forward', ord: 0, qfmt: '{{Front}}', afmt: '{{Back}}' },
          { name: 'Reverse', ord: 1, qfmt: '{{Back}}', afmt: '{{Front}}' },
        ],
      },
    };
    const decks = {
      1: { id: 1, name: 'Default', dyn: 0 },
      20: { id: 20, name: 'A::B', dyn: 0, desc: 'about b' },
      21: { id: 21, name: 'Cram', dyn: 1 },
    };
    const col = [JSON.stringify(models), JSON.stringify(decks)];
    database.run(
      "INSERT INTO col VALUES (1, 1500000000, 0, 0, 11, 0, 0, 0, '{}', ?, ?, '{}', '{}')",
      col,
    );
    for (const [id, guid] of [
      [100, 'one'],
      [101, 'two'],
    ] as const) {
      const fields = `front ${guid}\x1fback ${guid}`;
      database.run('INSERT INTO notes VALUES (?, ?, 10, 1600000000, -1, ?, ?, ?, 0, 0, ?)', [
        ...[id, guid, ' a leech ', fields, 'x', ''],
      ]);
    }
    for (const [id, nid, ord] of [
      [1000, 100, 0],
      [1001, 100, 1],
      [1002, 101, 0],
    ] as const) {
      database.run(
        "INSERT INTO cards VALUES (?, ?, 20, ?, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, '')",
        [id, nid, ord],
      );
    }
    spoil(database);
    return Buffer.from(database.export());
  } finally {
    database.close();
  }
}

/** For tests: an old package of a collection. */
export function forgePackage(collection: Buffer | string, more: ForgedEntry[] = []): Buffer {
  return forgeZip([
    { name: 'collection.anki2', content: collection },
    { name: 'media', content: '{}' },
    ...more,
  ]);
}

/** For tests: a Zstandard frame of stored blocks (RFC 8878 3.1.1), no content size, as Anki's. */
export function forgeZstd(content: Buffer | string, { windowDescriptor = 0x58 } = {}): Buffer {
  const bytes = Buffer.from(content);
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, windowDescriptor])];
  for (let at = 0; at === 0 || at < bytes.length; at += 65_536) {
    const block = bytes.subarray(at, at + 65_536);
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (at + 65_536 >= bytes.length ? 1 : 0), 0, 3);
    parts.push(header, block);
  }
  return Buffer.concat(parts);
}

/** For tests: a Zstandard frame that unpacks to as many zeros as asked for, in a few bytes. */
export function forgeZstdBomb(bytes: number): Buffer {
  const blocks = Math.ceil(bytes / 131_072);
  const block = Buffer.from([0, 0, 0, 0]);
  block.writeUIntLE((131_072 << 3) | 2, 0, 3);
  const last = Buffer.from(block);
  last.writeUIntLE((131_072 << 3) | 3, 0, 3);
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58]),
    ...Array<Buffer>(blocks - 1).fill(block),
    last,
  ]);
}

const SCHEMA = `
CREATE TABLE col (id integer primary key, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags);
CREATE TABLE notes (id integer primary key, guid, mid, mod, usn, tags, flds, sfld integer, csum, flags, data);
CREATE TABLE cards (id integer primary key, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data);
CREATE TABLE revlog (id integer primary key, cid, usn, ease, ivl, lastIvl, factor, time, type);`;
