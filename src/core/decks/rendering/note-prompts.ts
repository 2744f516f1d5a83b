import type { NoteTypeDocument } from '../deck-document.ts';
import { clozeOrdinals } from './cloze/cloze.ts';
import { expandMarks } from './html/inline-markup.ts';
import { type CardTemplate, type ParsedNoteType, parseNoteType } from './note-type.ts';
import {
  type CardView,
  cardValues,
  fieldText,
  type NoteFields,
  noteFields,
} from './note-values.ts';
import type { RenderContext, RenderedItem, RenderedPrompt } from './rendered-atom.ts';
import { expectedAnswer } from './template/field-filters.ts';
import { fillSkeleton, skeletonOf } from './template/skeleton.ts';
import type { FieldNode, TemplateNode } from './template/template.ts';

/** HTML of all cards of one note, in characters; a note that needs more is not meant to be read. */
const MOST_HTML = 16_000_000;

export interface NoteSource {
  noteType: NoteTypeDocument;
  fields: string[];
  tags: string[];
  deckPath: string[];
}

interface Card {
  ord: number;
  name: string;
  template: CardTemplate;
}

/** The prompts that a note's templates make of its fields. */
export function renderNotePrompts(source: NoteSource, context: RenderContext): RenderedPrompt[] {
  const type = parseNoteType(source.noteType);
  for (const problem of type.problems) context.problems.add(problem);
  const note = noteFields(type, source.fields, context);
  const cards = cardsOf(type, note);
  if (cards.length === 0) {
    context.problems.add(
      type.kind === 'cloze' ? 'no cloze such as {{c1::text}}' : 'every field of the front is empty',
    );
  }
  const prompts: RenderedPrompt[] = [];
  let size = 0;
  for (const card of cards) {
    if (size > MOST_HTML) {
      context.problems.add(
        `only the first ${prompts.length} cards are shown: the note is too large`,
      );
      break;
    }
    const item = renderCard(card, { source, type, note, context });
    size += item.front.length + (item.back?.length ?? 0);
    prompts.push({ ord: card.ord, name: card.name, item });
  }
  return prompts;
}

/** Which prompts a note has, without rendering them. */
export function notePromptOrds(noteType: NoteTypeDocument, fields: string[]): number[] {
  const type = parseNoteType(noteType);
  const note = noteFields(type, fields, { media: () => undefined, problems: new Set() });
  return cardsOf(type, note).map(({ ord }) => ord);
}

function cardsOf(type: ParsedNoteType, note: NoteFields): Card[] {
  return type.kind === 'cloze' ? clozeCards(type, note) : standardCards(type, note);
}

/** A standard card exists where its front uses a field with content. */
function standardCards(type: ParsedNoteType, note: NoteFields): Card[] {
  return type.templates
    .map((template, ord) => ({ ord, name: template.name, template }))
    .filter(({ template }) => usesContent(template.front.template.nodes, note.filled));
}

function usesContent(nodes: TemplateNode[], filled: Set<string>): boolean {
  return nodes.some((node) => {
    if (node.type === 'field') return filled.has(node.name);
    if (node.type !== 'section') return false;
    return filled.has(node.name) === (node.shownWhen === 'set') && usesContent(node.nodes, filled);
  });
}

/** A cloze note has one card for each number in the fields that its front shows as clozes. */
function clozeCards(type: ParsedNoteType, note: NoteFields): Card[] {
  const [template] = type.templates;
  if (!template) return [];
  const names = new Set<string>();
  for (const slot of template.front.template.slots) {
    if (slot.type === 'field' && slot.filters.some((filter) => filter.startsWith('cloze'))) {
      names.add(slot.name);
    }
  }
  const ordinals = new Set<number>();
  for (const name of names) {
    for (const n of clozeOrdinals(note.parse(note.values.get(name) ?? ''))) ordinals.add(n);
  }
  return [...ordinals]
    .sort((a, b) => a - b)
    .map((n) => ({ ord: n - 1, name: `${template.name} ${n}`, template }));
}

interface CardSurroundings {
  source: NoteSource;
  type: ParsedNoteType;
  note: NoteFields;
  context: RenderContext;
}

type NoteItem = Extract<RenderedItem, { kind: 'flashcard' | 'cloze' | 'typed' }>;

function renderCard(card: Card, { source, type, note, context }: CardSurroundings): NoteItem {
  const common = {
    templateName: card.template.name,
    ordinal: card.ord + 1,
    tags: source.tags,
    deckPath: source.deckPath,
    typeName: type.name,
  };
  const render = (side: 'front' | 'back', front: string) => {
    const of = card.template[side];
    const view: CardView = { ...common, template: of.template, side, front };
    const values = cardValues(view, note);
    const skeleton = skeletonOf(of, values, context);
    for (const problem of skeleton.problems) {
      context.problems.add(`note type "${type.name}": ${problem}`);
    }
    return { html: fillSkeleton(skeleton, values, context), slots: skeleton.slots };
  };
  const front = render('front', '');
  const back = render('back', front.html);
  const className = `${type.className} card card${card.ord + 1}`;
  const shown = {
    className,
    front: expandMarks(front.html, context).trim(),
    back: expandMarks(back.html, context).trim(),
  };
  const typed = front.slots
    .map((slot) => card.template.front.template.slots[slot])
    .find((slot): slot is FieldNode => slot?.type === 'field' && slot.filters.includes('type'));
  const accepted = typed && acceptedAnswer(typed, card.ord + 1, note);
  if (accepted) return { ...shown, kind: 'typed', accepted: [accepted] };
  return { ...shown, kind: type.kind === 'cloze' ? 'cloze' : 'flashcard' };
}

function acceptedAnswer(field: FieldNode, ordinal: number, note: NoteFields): string {
  const html = note.values.get(field.name) ?? '';
  return expectedAnswer(html, field, { ordinal, side: 'back', parse: note.parse });
}

/** The fields' text, one after the other. */
export function noteTexts(fields: string[]): string[] {
  return fields.map(fieldText).filter((text) => text !== '');
}
