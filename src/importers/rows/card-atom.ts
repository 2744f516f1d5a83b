import type { AtomBody, AtomEntry } from '../../core/decks/deck-document.ts';
import { cleanText } from '../clean-text.ts';
import { type CardTable, cellOf, columnOf, deckOf, noteTypeOf } from './card-deck.ts';
import type { CardIdentity } from './card-identity.ts';
import { cellHtml, escapeHtml } from './cell-html.ts';
import { deckKey } from './deck-path.ts';
import { contentColumns } from './note-type.ts';
import type { ProblemLog } from './problem-log.ts';
import { MAX_CELL_CHARACTERS, type Row } from './table.ts';
import { splitTags } from './tags.ts';

const CLOZE = /\{\{c\d+(?:,\d+)*::/;

/** The atom of one row, or undefined when the row cannot be taken and the log says why. */
export function cardAtom(
  cards: CardTable,
  row: Row,
  { identity, problems }: { identity: CardIdentity; problems: ProblemLog },
): AtomEntry | undefined {
  const { plan, table } = cards;
  checkWidth(row, plan.width, problems);
  const columns = contentColumns(plan);
  const fields = columns.map((column) => cellHtml(cellOf(row, column), table.directives.html));
  const reason = refusalOf(fields);
  if (reason) {
    problems.failed(row.at, reason);
    return undefined;
  }
  const deck = deckOf(cards, row);
  const key = identity.keyOf({
    deck,
    guid: cleanText(cellOf(row, columnOf(cards, 'guid'))),
    id: cleanText(cellOf(row, columnOf(cards, 'id'))),
    front: cleanText(cellOf(row, plan.front)),
  });
  if (key === undefined) {
    problems.failed(row.at, 'its guid stands in a row above');
    return undefined;
  }
  const body = bodyOf(cards, row, fields);
  if (body.type !== 'cloze' && fields.slice(1).every((field) => field === '')) {
    problems.warn(row.at, 'the card has a front, but nothing on its back');
  }
  const tags = tagsOf(cards, row);
  return { key, deck: deckKey(deck), body, ...(tags.length > 0 ? { tags } : {}), at: row.at };
}

function bodyOf(cards: CardTable, row: Row, fields: string[]): AtomBody {
  const [front = '', back = '', ...others] = fields;
  if (CLOZE.test(front)) {
    const names = contentColumns(cards.plan).slice(2);
    const more = others.map((html, index) => definition(names[index]?.name ?? '', html)).join('');
    const extra = [back, more === '' ? '' : `<dl>${more}</dl>`].join('');
    return { type: 'cloze', text: front, ...(extra === '' ? {} : { extra }) };
  }
  const noteType = noteTypeOf(cards, row);
  return noteType
    ? { type: 'note', noteType: noteType.key, fields }
    : { type: 'flashcard', front, back };
}

function definition(name: string, html: string): string {
  return html === '' ? '' : `<dt>${escapeHtml(name)}</dt><dd dir="auto">${html}</dd>`;
}

function tagsOf(cards: CardTable, row: Row): string[] {
  const own = splitTags(cellOf(row, columnOf(cards, 'tags')), cards.tagSeparator);
  return [...new Set([...cards.table.directives.tags, ...own])];
}

function refusalOf(fields: string[]): string | undefined {
  if (fields[0] === '') return 'its front is empty';
  const total = fields.reduce((sum, field) => sum + field.length, 0);
  if (total > MAX_CELL_CHARACTERS) return `it is longer than ${MAX_CELL_CHARACTERS} characters`;
  return undefined;
}

function checkWidth({ at, cells }: Row, width: number, problems: ProblemLog): void {
  if (cells.length < width) {
    problems.warn(at, `it has ${cells.length} of ${width} cells; the others are taken as empty`);
  }
  if (cells.slice(width).some((cell) => cell !== '')) {
    problems.warn(at, `it has ${cells.length} cells; those after the ${width}th are left out`);
  }
}
