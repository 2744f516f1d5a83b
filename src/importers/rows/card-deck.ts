import type { DeckEntry, NoteTypeDocument } from '../../core/decks/deck-document.ts';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { Column } from './column.ts';
import type { ColumnPlan } from './column-plan.ts';
import { deckKey, deckPath } from './deck-path.ts';
import { columnNoteType, contentColumns } from './note-type.ts';
import { type Row, type Table, tableRows } from './table.ts';

const MOST_DECKS = 10_000;
const MOST_NOTE_TYPES = 200;

/** A table with what its columns and file-wide headers say. */
export interface CardTable {
  table: Table;
  plan: ColumnPlan;
  tagSeparator: RegExp | undefined;
  /** Those that rows needed so far, by name. */
  noteTypes: Map<string, NoteTypeDocument>;
}

export function cellOf(row: Row, column: Column | undefined): string {
  return column ? (row.cells[column.index] ?? '').trim() : '';
}

export function columnOf({ plan }: CardTable, role: Column['role']): Column | undefined {
  return plan.columns.find((column) => column.role === role);
}

export function deckOf(cards: CardTable, row: Row): string[] {
  const { directives, name } = cards.table;
  return deckPath(cellOf(row, columnOf(cards, 'deck')) || directives.deck || name);
}

/** Undefined where front and back are all there is: those become flash cards. */
export function noteTypeOf(cards: CardTable, row: Row): NoteTypeDocument | undefined {
  const { directives, name } = cards.table;
  const named = cellOf(row, columnOf(cards, 'noteType')) || directives.noteType;
  const plain = contentColumns(cards.plan).length <= 2;
  if (plain && !/reversed/i.test(named ?? '')) return undefined;
  const known = cards.noteTypes.get(named ?? name);
  if (known) return known;
  const noteType = columnNoteType(cards.plan, named ?? name);
  cards.noteTypes.set(named ?? name, noteType);
  if (cards.noteTypes.size > MOST_NOTE_TYPES) throw tooMany('note types', MOST_NOTE_TYPES);
  return noteType;
}

/** All decks and note types of a table; reads every row only where rows name their own. */
export async function declareDecks(
  cards: CardTable,
): Promise<{ decks: DeckEntry[]; noteTypes: NoteTypeDocument[] }> {
  const decks = new Map<string, DeckEntry>();
  const perRow = columnOf(cards, 'deck') ?? columnOf(cards, 'noteType');
  for await (const row of tableRows(cards.table, cards.plan)) {
    const path = deckOf(cards, row);
    const key = deckKey(path);
    decks.set(key, { key, path });
    noteTypeOf(cards, row);
    if (decks.size > MOST_DECKS) throw tooMany('decks', MOST_DECKS);
    if (!perRow) break;
  }
  return { decks: [...decks.values()], noteTypes: [...cards.noteTypes.values()] };
}

function tooMany(what: string, most: number): ImportRefusedError {
  return new ImportRefusedError(
    'too_large',
    `The file names more than ${most} ${what}. Is the right column mapped?`,
  );
}
