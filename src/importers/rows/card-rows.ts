import type { AtomEntry } from '../../core/decks/deck-document.ts';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { ImportBatch } from '../import-source.ts';
import { cardAtom } from './card-atom.ts';
import { type CardTable, columnOf, declareDecks } from './card-deck.ts';
import { createCardIdentity } from './card-identity.ts';
import { planColumns } from './column-plan.ts';
import { createProblemLog } from './problem-log.ts';
import { type Row, type Table, tableRows } from './table.ts';
import { tagSeparator } from './tags.ts';

const BATCH_ATOMS = 500;
const BATCH_CHARACTERS = 4_000_000;
const BATCH_DECKS = 500;

/** @throws {ImportRefusedError} as `planColumns`, and `one_column` */
export function planCards(
  table: Table,
  sample: Row[],
  mapping: Record<string, string> | undefined,
): CardTable {
  const plan = planColumns(sample, table.directives, mapping);
  if (!plan.back && !sample.some(({ cells }) => cells.some((cell) => cell.includes('{{c')))) {
    throw new ImportRefusedError(
      'one_column',
      'The file has one column only; a card needs a front and a back. Which separator does it use?',
    );
  }
  const cards: CardTable = { table, plan, tagSeparator: undefined, noteTypes: new Map() };
  const tags = columnOf(cards, 'tags');
  if (tags) {
    const data = plan.headerRow ? sample.slice(1) : sample;
    cards.tagSeparator = tagSeparator(data, tags.index);
  }
  return cards;
}

/** Decks and note types first, then an atom for each row. */
export async function* readCards(tables: CardTable[]): AsyncGenerator<ImportBatch> {
  for (const cards of tables) {
    const { decks, noteTypes } = await declareDecks(cards);
    for (let from = 0; from < decks.length; from += BATCH_DECKS) {
      const slice = decks.slice(from, from + BATCH_DECKS);
      yield { type: 'decks', decks: slice, noteTypes: from === 0 ? noteTypes : [] };
    }
  }
  const identity = createCardIdentity();
  const problems = createProblemLog();
  for (const cards of tables) {
    let atoms: AtomEntry[] = [];
    let characters = 0;
    for await (const row of tableRows(cards.table, cards.plan)) {
      const atom = cardAtom(cards, row, { identity, problems });
      if (!atom) continue;
      atoms.push(atom);
      characters += row.cells.reduce((sum, cell) => sum + cell.length, 0);
      if (atoms.length < BATCH_ATOMS && characters < BATCH_CHARACTERS) continue;
      yield { type: 'atoms', atoms };
      yield* problems.flush();
      atoms = [];
      characters = 0;
    }
    if (atoms.length > 0) yield { type: 'atoms', atoms };
  }
  yield* problems.finish();
}
