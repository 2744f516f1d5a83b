import type { SqlValue } from 'sql.js';
import { asText, bounded, idValue, int, text } from '../collection/cell.ts';
import type { CollectionDatabase } from '../collection/collection-database.ts';

/** A row of `cards`, as the collection has it. */
export interface CardRow {
  cid: string;
  nid: string;
  /** Of its note. */
  guid: string;
  did: string;
  ord: number;
  mod: number;
  /** 0 new, 1 learning, 2 review, 3 relearning. */
  type: number;
  /** -1 suspended, -2 and -3 buried, 0 new, 1 learning (due: Unix s), 2 review, 3 learning (due: day). */
  queue: number;
  due: number;
  ivl: number;
  /** Ease in thousandths. */
  factor: number;
  reps: number;
  lapses: number;
  left: number;
  odue: number;
  odid: string;
  flags: number;
  data: string;
}

const LONGEST_GUID = 400;

const COLUMNS = [
  ...[
    asText('c.id'),
    asText('c.nid'),
    asText('c.did'),
    'c.ord',
    'c.mod',
    'c.type',
    'c.queue',
    'c.due',
  ],
  ...['c.ivl', 'c.factor', 'c.reps', 'c.lapses', 'c.left', 'c.odue', asText('c.odid'), 'c.flags'],
  ...[bounded('c.data', 10_000), bounded('n.guid', 4 * LONGEST_GUID)],
].join(', ');

/** Cards that have a note, in the order asked for. */
export function* readCards(
  database: CollectionDatabase,
  order: 'by note' | 'by card',
): Generator<CardRow> {
  const by = order === 'by note' ? 'c.nid, c.ord, c.id' : 'c.id';
  const sql = `SELECT ${COLUMNS} FROM cards c JOIN notes n ON n.id = c.nid ORDER BY ${by}`;
  for (const row of database.rows(sql)) yield cardOf(row);
}

function cardOf(row: SqlValue[]): CardRow {
  return {
    cid: text(row[0]),
    nid: text(row[1]),
    did: text(row[2]),
    ord: int(row[3]),
    mod: int(row[4]),
    type: int(row[5]),
    queue: int(row[6]),
    due: int(row[7]),
    ivl: int(row[8]),
    factor: int(row[9]),
    reps: int(row[10]),
    lapses: int(row[11]),
    left: int(row[12]),
    odue: int(row[13]),
    odid: text(row[14]),
    flags: int(row[15]),
    data: text(row[16]),
    guid: text(row[17]),
  };
}

/** Key of a note's atom: its guid, which is the same in every copy of the note. */
export function atomKeyOf({ guid, nid }: Pick<CardRow, 'guid' | 'nid'>): string {
  return guid.slice(0, LONGEST_GUID) || `anki-note:${nid}`;
}

/**
 * What a card's row says that nothing else keeps: enough to write the row again. `created` is the
 * collection's, Unix s, from which days are counted.
 */
export function cardSource(card: CardRow, created: number): Record<string, unknown> {
  const { cid, did, odid, nid: _nid, guid: _guid, ord: _ord, ...schedule } = card;
  return { cid: idValue(cid), did: idValue(did), odid: idValue(odid), crt: created, ...schedule };
}
