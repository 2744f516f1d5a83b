import type { SqlValue } from 'sql.js';
import type { AtomEntry } from '../../../core/decks/deck-document.ts';
import { hasActiveContent } from '../../../core/decks/rendering/html/active-content.ts';
import type { ImportProblem } from '../../import-source.ts';
import { asText, bounded, idValue, int, text } from '../collection/cell.ts';
import type { CollectionDatabase } from '../collection/collection-database.ts';
import { atomKeyOf, type CardRow, cardSource, readCards } from './cards.ts';
import type { DeckMap } from './decks.ts';
import type { NoteTypeMap } from './note-types.ts';

export interface NoteReading {
  database: CollectionDatabase;
  decks: DeckMap;
  noteTypes: NoteTypeMap;
  scheduling: 'keep' | 'drop';
  /** `col.crt`, Unix s. */
  created: number;
  /** Ids of older notes with the guid of another. */
  superseded: ReadonlySet<string>;
}

export interface NoteReadingResult {
  nid: string;
  /** Missing when the note cannot be taken; then `problems` says why. */
  atom?: AtomEntry;
  /** Ids of its cards that are left out. */
  leftOut: string[];
  problems: ImportProblem[];
}

const LONGEST_FIELD = 1_000_000;
const LONGEST_TAG = 200;
const LONGEST_SORT_FIELD = 500;
const MOST_FIELDS = 200;
const LARGEST_NOTE = 16 * 1024 * 1024;
/** Tags that Anki's scheduler and reviewer set, not the author. */
const STUDY_TAGS = new Set(['leech', 'marked']);

/** Notes with their cards, one by one. */
export function* readNotes(reading: NoteReading): Generator<NoteReadingResult> {
  const cards = readCards(reading.database, 'by note');
  let next = cards.next();
  const columns = [
    ...[asText('id'), asText('mid'), 'mod', bounded('tags', 1_000_000)],
    ...[
      bounded('flds', LARGEST_NOTE),
      bounded('sfld', 4 * LONGEST_SORT_FIELD),
      'csum',
      'flags',
      bounded('data', 10_000),
    ],
  ];
  for (const row of reading.database.rows(`SELECT ${columns.join(', ')} FROM notes ORDER BY id`)) {
    const nid = text(row[0]);
    const own: CardRow[] = [];
    for (; !next.done && next.value.nid === nid; next = cards.next()) own.push(next.value);
    yield readNote(row, own, reading);
  }
}

function readNote(row: SqlValue[], cards: CardRow[], reading: NoteReading): NoteReadingResult {
  const nid = text(row[0]);
  const at = `note ${nid}`;
  const failed = (reason: string): NoteReadingResult => ({
    nid,
    leftOut: cards.map(({ cid }) => cid),
    problems: [{ at, severity: 'failed', reason }],
  });
  const mid = text(row[1]);
  const noteType = reading.noteTypes.byId.get(mid);
  if (reading.superseded.has(nid)) return failed('a newer note of the file has the same guid');
  if (!noteType) return failed(`its note type ${mid} is missing or cannot be taken`);
  if (row[4] === null) return failed('its fields are too large');
  const fields = text(row[4]).split('\x1f');
  if (fields.length > MOST_FIELDS || fields.some((field) => field.length > LONGEST_FIELD)) {
    return failed(
      `it has more than ${MOST_FIELDS} fields, or one of over ${LONGEST_FIELD} characters`,
    );
  }
  const problems: ImportProblem[] = [];
  const warn = (reason: string) => problems.push({ at, severity: 'warning', reason });
  const usable = usableCards(
    cards,
    noteType.kind === 'cloze' ? Number.POSITIVE_INFINITY : noteType.templates.length,
  );
  if (usable.length < cards.length) warn('cards without a template of their own are left out');
  const [first] = usable;
  if (!first) return failed('it has no cards');
  if (fields.some(hasActiveContent)) warn('scripts and event handlers are left out');
  const deckOf = ({ did, odid }: CardRow) => reading.decks.keyOf(did, odid);
  const modifiedAt = timeOf(int(row[2]));
  const atom: AtomEntry = {
    key: atomKeyOf(first),
    deck: deckOf(first),
    body: { type: 'note', noteType: noteType.key, fields },
    tags: tagsOf(text(row[3]), reading.scheduling),
    ...(modifiedAt ? { modifiedAt } : {}),
    prompts: usable.map((card) => ({
      ord: card.ord,
      deck: deckOf(card),
      source:
        reading.scheduling === 'keep'
          ? cardSource(card, reading.created)
          : { cid: idValue(card.cid) },
    })),
    at,
    source: sourceOf(row),
  };
  const leftOut = cards.filter((card) => !usable.includes(card)).map(({ cid }) => cid);
  return { nid, atom, leftOut, problems };
}

function sourceOf(row: SqlValue[]): Record<string, unknown> {
  const [flags, data] = [int(row[7]), text(row[8])];
  return {
    nid: idValue(text(row[0])),
    mid: idValue(text(row[1])),
    sfld: typeof row[5] === 'number' ? row[5] : text(row[5]),
    csum: int(row[6]),
    ...(flags === 0 ? {} : { flags }),
    ...(data === '' ? {} : { data }),
  };
}

/** One card for each ordinal, and none beyond the templates. */
function usableCards(cards: CardRow[], templates: number): CardRow[] {
  const seen = new Set<number>();
  return cards.filter(({ ord }) => {
    if (ord < 0 || ord > 65_535 || ord >= templates || seen.has(ord)) return false;
    seen.add(ord);
    return true;
  });
}

function tagsOf(written: string, scheduling: 'keep' | 'drop'): string[] {
  const tags = new Set(
    written.split(/\s+/).filter((tag) => tag !== '' && tag.length <= LONGEST_TAG),
  );
  if (scheduling === 'keep') return [...tags];
  return [...tags].filter((tag) => !STUDY_TAGS.has(tag.toLowerCase()));
}

/** RFC 3339; undefined for what is no time of this or the next thousand years. */
function timeOf(seconds: number): string | undefined {
  return seconds > 0 && seconds < 32_503_680_000
    ? new Date(seconds * 1000).toISOString()
    : undefined;
}

/** Notes that share a guid with a newer one (by change, then by id). */
export function supersededNotes(database: CollectionDatabase): Set<string> {
  const older = `
    SELECT ${asText('id')} FROM (
      SELECT id, row_number() OVER (PARTITION BY guid ORDER BY mod DESC, id DESC) AS place FROM notes
      WHERE guid <> '' AND guid IN (SELECT guid FROM notes GROUP BY guid HAVING count(*) > 1)
    ) WHERE place > 1`;
  return new Set([...database.rows(older)].map(([id]) => text(id)));
}
