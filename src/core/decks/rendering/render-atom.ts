import type { AtomBody, NoteTypeDocument } from '../deck-document.ts';
import { clozeOrdinals, clozeText, parseClozes, renderClozes } from './cloze/cloze.ts';
import { expandMarks } from './html/inline-markup.ts';
import { sanitise } from './html/safe-html.ts';
import { escapeHtml, htmlToText } from './html/text.ts';
import { noteTexts, renderNotePrompts } from './note-prompts.ts';
import type {
  MediaResolver,
  RenderContext,
  RenderedAtom,
  RenderedItem,
  RenderedPrompt,
} from './rendered-atom.ts';
import { directionOf } from './text-direction.ts';

const LONGEST_TITLE = 200;

export interface AtomSource {
  body: AtomBody;
  title?: string | undefined;
  /** BCP 47. */
  language?: string | undefined;
  tags?: string[] | undefined;
  /** Deck names from the root down, for `{{Deck}}`. */
  deckPath: string[];
}

type Body<Type extends AtomBody['type']> = Extract<AtomBody, { type: Type }>;

/**
 * Renders an atom as its author wrote it into what the player shows: safe HTML, maths as MathML,
 * media as `media/<sha256>.<ext>`. Scripts and handlers are left out silently (`hasActiveContent`
 * finds them); everything else that cannot be shown is told in `problems`.
 *
 * @param noteType of a `note` body; keep the object, its templates are parsed once for each.
 */
export function renderAtom(
  atom: AtomSource,
  noteType: NoteTypeDocument | undefined,
  media: MediaResolver,
): RenderedAtom {
  const context: RenderContext = { media, problems: new Set() };
  const prompts = promptsOf(atom, noteType, context).map((prompt) =>
    inLanguage(prompt, atom.language),
  );
  const texts = textsOf(atom.body).filter((text) => text !== '');
  return {
    prompts,
    plainText: texts.join('\n'),
    title: shorten(atom.title ?? texts[0] ?? ''),
    problems: [...context.problems],
  };
}

function promptsOf(
  { body, tags = [], deckPath }: AtomSource,
  noteType: NoteTypeDocument | undefined,
  context: RenderContext,
): RenderedPrompt[] {
  if (body.type === 'note') {
    if (noteType) {
      return renderNotePrompts({ noteType, fields: body.fields, tags, deckPath }, context);
    }
    context.problems.add(`there is no note type "${body.noteType}"`);
    return [];
  }
  if (body.type === 'cloze') return clozePrompts(body, context);
  return [{ ord: 0, name: 'Card', item: itemOf(body, (html) => show(html, context)) }];
}

function show(html: string, context: RenderContext): string {
  return expandMarks(sanitise(html, context), context).trim();
}

function clozePrompts({ text, extra }: Body<'cloze'>, context: RenderContext): RenderedPrompt[] {
  const pieces = parseClozes(text);
  const ordinals = clozeOrdinals(pieces);
  if (ordinals.length === 0) context.problems.add('no cloze such as {{c1::text}}');
  return ordinals.map((ordinal) => {
    const front = show(renderClozes(pieces, { ordinal, side: 'front' }), context);
    const answer = show(renderClozes(pieces, { ordinal, side: 'back' }), context);
    const back = extra ? `${answer}<hr />${show(extra, context)}` : answer;
    return { ord: ordinal - 1, name: `Cloze ${ordinal}`, item: { kind: 'cloze', front, back } };
  });
}

function itemOf(
  body: Exclude<AtomBody, Body<'note'> | Body<'cloze'>>,
  html: (source: string) => string,
): RenderedItem {
  switch (body.type) {
    case 'flashcard':
      return { kind: 'flashcard', front: html(body.front), back: html(body.back) };
    case 'typed_answer': {
      const answer = `<p class="typed-answer">${escapeHtml(body.answers[0] ?? '')}</p>`;
      const back = body.explanation ? `${answer}${html(body.explanation)}` : answer;
      return { kind: 'typed', front: html(body.question), back, accepted: body.answers };
    }
    case 'choice':
      return {
        kind: 'choice',
        front: html(body.question),
        ...(body.explanation ? { back: html(body.explanation) } : {}),
        options: body.options.map(({ id, html: option, correct, feedback }) => ({
          id,
          html: html(option),
          correct,
          ...(feedback ? { feedback: html(feedback) } : {}),
        })),
        multiple: body.multiple,
      };
    case 'text':
      return { kind: 'info', front: html(body.html) };
    case 'image':
    case 'audio':
    case 'video':
      return { kind: 'info', front: html(figureOf(body)) };
  }
}

function figureOf({ type, media, alt = '', caption }: Body<'image' | 'audio' | 'video'>): string {
  const source = `src="${escapeHtml(media)}"`;
  const label = escapeHtml(alt);
  const shown =
    type === 'image'
      ? `<img ${source} alt="${label}">`
      : `<${type} ${source} title="${label}"></${type}>`;
  return `<figure>${shown}${caption ? `<figcaption>${caption}</figcaption>` : ''}</figure>`;
}

function textsOf(body: AtomBody): string[] {
  switch (body.type) {
    case 'note':
      return noteTexts(body.fields);
    case 'flashcard':
      return [body.front, body.back].map(htmlToText);
    case 'cloze':
      return [clozeText(parseClozes(body.text)), body.extra ?? ''].map(htmlToText);
    case 'typed_answer':
      return [htmlToText(body.question), ...body.answers, htmlToText(body.explanation ?? '')];
    case 'choice': {
      const options = body.options.map((option) => option.html);
      return [body.question, ...options, body.explanation ?? ''].map(htmlToText);
    }
    case 'text':
      return [htmlToText(body.html)];
    default:
      return [body.alt ?? '', htmlToText(body.caption ?? ''), body.media];
  }
}

function inLanguage(prompt: RenderedPrompt, language: string | undefined): RenderedPrompt {
  if (language === undefined) return prompt;
  return { ...prompt, item: { ...prompt.item, language, direction: directionOf(language) } };
}

function shorten(title: string): string {
  const characters = [...title.slice(0, LONGEST_TITLE * 2)];
  return characters.length > LONGEST_TITLE
    ? `${characters.slice(0, LONGEST_TITLE - 1).join('')}…`
    : title;
}
