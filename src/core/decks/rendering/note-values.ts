import { type ClozePiece, clozeText, parseClozes } from './cloze/cloze.ts';
import { occlusionMasks } from './cloze/image-occlusion.ts';
import { sanitise } from './html/safe-html.ts';
import { escapeHtml, htmlToText } from './html/text.ts';
import type { ParsedNoteType } from './note-type.ts';
import type { RenderContext } from './rendered-atom.ts';
import {
  applyFilters,
  expectedAnswer,
  type FilterView,
  wrapValue,
} from './template/field-filters.ts';
import type { SlotValues } from './template/skeleton.ts';
import type { FieldNode, Template } from './template/template.ts';

/** A note's fields while its cards are rendered; what was read or made safe once is kept. */
export interface NoteFields {
  values: Map<string, string>;
  /** Names of fields with content, as Anki sees it: more than line breaks and empty blocks. */
  filled: Set<string>;
  parse(text: string): ClozePiece[];
  safe(html: string): string;
}

export function noteFields(
  type: ParsedNoteType,
  fields: string[],
  context: RenderContext,
): NoteFields {
  const values = new Map(type.fields.map((name, at) => [name, fields[at] ?? '']));
  const clozes = new Map<string, ClozePiece[]>();
  const safe = new Map<string, string>();
  return {
    values,
    filled: new Set([...values].filter(([, html]) => !isEmpty(html)).map(([name]) => name)),
    parse: (text) => remember(clozes, text, () => parseClozes(text)),
    safe: (html) => remember(safe, html, () => sanitise(html, context)),
  };
}

function remember<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

function isEmpty(html: string): boolean {
  return /^(?:\s|<\/?(?:br|div) ?\/?>)*$/i.test(html);
}

export interface CardView {
  template: Template;
  templateName: string;
  side: 'front' | 'back';
  /** Number of the cloze that is asked; on other note types the card's position from 1. */
  ordinal: number;
  /** Safe HTML of the front, for `{{FrontSide}}`. */
  front: string;
  tags: string[];
  deckPath: string[];
  typeName: string;
}

/** Values of a card's template slots. */
export function cardValues(card: CardView, note: NoteFields): SlotValues {
  const view: FilterView = { ordinal: card.ordinal, side: card.side, parse: note.parse };
  const htmlOf = (name: string) => note.values.get(name) ?? specialValue(name, card);
  const written = ({ name, filters }: FieldNode) => applyFilters(htmlOf(name), filters, view);
  const safe = (field: FieldNode) => {
    if (field.name === 'FrontSide' && !note.values.has('FrontSide')) return card.front;
    if (field.filters.includes('type')) return typedAnswer(field, htmlOf(field.name), view);
    return wrapValue(note.safe(written(field)), field);
  };
  return {
    isSet: (name) => {
      if (note.values.has(name)) return note.filled.has(name);
      return name === `c${card.ordinal}` || specialValue(name, card) !== '';
    },
    safe: (slot) => {
      const filled = card.template.slots[slot];
      if (!filled) return '';
      return filled.type === 'mask' ? masks(note, view) : safe(filled);
    },
    written: (slot) => {
      const filled = card.template.slots[slot];
      return filled?.type === 'field' && filled.name !== 'FrontSide' ? written(filled) : undefined;
    },
  };
}

/** `{{CardFlag}}` and `{{CardID}}` belong to one person's copy of a card, so they are empty here. */
function specialValue(name: string, card: CardView): string {
  switch (name) {
    case 'Tags':
      return escapeHtml(card.tags.join(' '));
    case 'Type':
      return escapeHtml(card.typeName);
    case 'Deck':
      return escapeHtml(card.deckPath.join('::'));
    case 'Subdeck':
      return escapeHtml(card.deckPath.at(-1) ?? '');
    case 'Card':
      return escapeHtml(card.templateName);
    default:
      return '';
  }
}

/** The player shows its own input on the front; the back tells what was expected. */
function typedAnswer(field: FieldNode, html: string, view: FilterView): string {
  if (view.side === 'front') return '';
  const expected = expectedAnswer(html, field, view);
  return expected === '' ? '' : `<span class="typed-answer">${escapeHtml(expected)}</span>`;
}

function masks(note: NoteFields, view: FilterView): string {
  const drawn = [...note.values.values()].filter((html) => html.includes('image-occlusion:'));
  return drawn.map((html) => occlusionMasks(note.parse(html), view)).join('');
}

/** Text of a field for searching and titles: clozes filled in, sounds left out. */
export function fieldText(html: string): string {
  const filled = html.includes('{{c') ? clozeText(parseClozes(html)) : html;
  return htmlToText(
    filled.includes('[sound:') ? filled.replace(/\[sound:[^\]]{0,1000}\]/g, '') : filled,
  );
}
