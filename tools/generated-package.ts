import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import initSqlJs from 'sql.js';
import { ZipFile } from 'yazl';

export interface GeneratedSize {
  notes: number;
  reviewsPerCard: number;
}

/** Forward and reverse. */
export const CARDS_PER_NOTE = 2;
const CREATED = 1_500_000_000;
const DAY = 86_400;
const DECKS = 10;

/** Anki's schema 11, as far as readers look at it. */
const SCHEMA = `
CREATE TABLE col (id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer, usn integer, ls integer, conf text, models text, decks text, dconf text, tags text);
CREATE TABLE notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text, sfld integer, csum integer, flags integer, data text);
CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer, type integer, queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer, left integer, odue integer, odid integer, flags integer, data text);
CREATE TABLE revlog (id integer primary key, cid integer, usn integer, ease integer, ivl integer, lastIvl integer, factor integer, time integer, type integer);
CREATE TABLE graves (usn integer, oid integer, type integer);`;

const words = 'river mountain capital border island desert valley harbour glacier plateau'.split(
  ' ',
);

/** The text of a note, without chance: the same number gives the same note. */
function fieldsOf(note: number): [front: string, back: string] {
  const word = (step: number) => words[(note * step + step) % words.length];
  return [
    `Which <b>${word(3)}</b> near the ${word(7)} is number ${note}?`,
    `The ${word(1)} of place${note}, beyond the ${word(9)}, ${note % 97} km from the ${word(5)}.`,
  ];
}

/** Writes an `.apkg` (schema 11) of notes with two cards each, in ten decks, with study history. */
export async function writeGeneratedPackage(
  path: string,
  { notes, reviewsPerCard }: GeneratedSize,
): Promise<void> {
  const { Database } = await initSqlJs();
  const database = new Database();
  database.run(SCHEMA);
  database.run("INSERT INTO col VALUES (1, ?, 0, 0, 11, 0, 0, 0, '{}', ?, ?, '{}', '{}')", [
    CREATED,
    JSON.stringify({ 10: model }),
    JSON.stringify(decks()),
  ]);
  const insert = (table: string, columns: number) =>
    database.prepare(`INSERT INTO ${table} VALUES (${Array(columns).fill('?').join()})`);
  const [note, card, review] = [insert('notes', 11), insert('cards', 18), insert('revlog', 9)];
  database.run('BEGIN');
  for (let n = 1; n <= notes; n += 1) {
    const [front, back] = fieldsOf(n);
    note.run([
      n,
      `guid-${n}`,
      10,
      CREATED,
      0,
      ` t${n % 20} `,
      `${front}\x1f${back}`,
      front,
      0,
      0,
      '',
    ]);
    for (let ord = 0; ord < CARDS_PER_NOTE; ord += 1) {
      const id = n * CARDS_PER_NOTE + ord;
      const deck = 100 + (n % DECKS);
      const isStudied = reviewsPerCard > 0 ? 2 : 0;
      const state = [isStudied, isStudied, 400, 20, 2500, reviewsPerCard, 0, 0, 0, 0, 0, ''];
      card.run([id, n, deck, ord, CREATED, 0, ...state]);
      for (let r = 0; r < reviewsPerCard; r += 1) {
        const at = (CREATED + r * r * 3 * DAY) * 1000 + id;
        review.run([at, id, 0, 3, r * 3 + 1, r * 3, 2500, 4000, r === 0 ? 0 : 1]);
      }
    }
  }
  database.run('COMMIT');
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(database.export()), 'collection.anki2');
  zip.addBuffer(Buffer.from('{}'), 'media');
  zip.end();
  database.close();
  await pipeline(zip.outputStream, createWriteStream(path));
}

const model = {
  id: 10,
  name: 'Basic (and reversed card)',
  type: 0,
  sortf: 0,
  css: '.card { font-size: 20px }',
  flds: [
    { name: 'Front', ord: 0 },
    { name: 'Back', ord: 1 },
  ],
  tmpls: [
    { name: 'Card 1', ord: 0, qfmt: '{{Front}}', afmt: '{{FrontSide}}<hr id=answer>{{Back}}' },
    { name: 'Card 2', ord: 1, qfmt: '{{Back}}', afmt: '{{FrontSide}}<hr id=answer>{{Front}}' },
  ],
};

function decks(): Record<number, object> {
  const ids = Array.from({ length: DECKS }, (_, i) => 100 + i);
  return Object.fromEntries(
    ids.map((id) => [id, { id, name: `Generated::Part ${id - 99}`, dyn: 0, desc: '' }]),
  );
}
