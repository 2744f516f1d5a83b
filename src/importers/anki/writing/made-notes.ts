import type { AtomBody, NoteTypeDocument } from '../../../core/decks/deck-document.ts';
import { escapeHtml } from '../../../core/decks/rendering/html/text.ts';

/** An atom as a note. */
export interface MadeNote {
  noteType: NoteTypeDocument;
  fields: string[];
}

const CSS =
  '.card { font-family: sans-serif; font-size: 20px; text-align: center; }\n.cloze { font-weight: bold; }';
const ANSWER = '{{FrontSide}}<hr id=answer>';

function made(
  name: string,
  fields: string[],
  [front, back]: [front: string, back: string],
  kind: NoteTypeDocument['kind'] = 'standard',
): NoteTypeDocument {
  const key = `crosswalk:${name.toLowerCase().replaceAll(' ', '-')}`;
  return {
    key,
    name: `Crosswalk ${name}`,
    kind,
    fields,
    templates: [{ name, front, back }],
    css: CSS,
  };
}

const FLASHCARD = made('Flashcard', ['Front', 'Back'], ['{{Front}}', `${ANSWER}{{Back}}`]);
const CLOZE = made(
  'Cloze',
  ['Text', 'Extra'],
  ['{{cloze:Text}}', '{{cloze:Text}}<br>{{Extra}}'],
  'cloze',
);
const TYPED = made(
  'Typed answer',
  ['Question', 'Answer', 'Also accepted', 'Explanation'],
  [
    '{{Question}}<br>{{type:Answer}}',
    `${ANSWER}{{type:Answer}}{{#Also accepted}}<p>{{Also accepted}}</p>{{/Also accepted}}{{Explanation}}`,
  ],
);
const CHOICE = made(
  'Choice',
  ['Question', 'Options', 'Answer', 'Explanation'],
  ['{{Question}}{{Options}}', `${ANSWER}{{Answer}}{{Explanation}}`],
);
const INFO = made(
  'Information',
  ['Content', 'Caption'],
  ['{{Content}}', '{{Content}}<br>{{Caption}}'],
);

/** Atoms that are no notes as notes of types made for them; choices become lists to be turned over. */
export function noteOf(body: Exclude<AtomBody, { type: 'note' }>): MadeNote {
  switch (body.type) {
    case 'flashcard':
      return { noteType: FLASHCARD, fields: [body.front, body.back] };
    case 'cloze':
      return { noteType: CLOZE, fields: [body.text, body.extra ?? ''] };
    case 'typed_answer': {
      const [first = '', ...others] = body.answers.map(escapeHtml);
      return {
        noteType: TYPED,
        fields: [body.question, first, others.join('<br>'), body.explanation ?? ''],
      };
    }
    case 'choice': {
      const right = body.options.filter(({ correct }) => correct);
      const fields = [body.question, listOf(body.options), listOf(right), body.explanation ?? ''];
      return { noteType: CHOICE, fields };
    }
    case 'text':
      return { noteType: INFO, fields: [body.html, ''] };
    case 'image': {
      const image = `<img src="${escapeHtml(body.media)}" alt="${escapeHtml(body.alt ?? '')}">`;
      return { noteType: INFO, fields: [image, body.caption ?? ''] };
    }
    case 'audio':
    case 'video':
      return { noteType: INFO, fields: [`[sound:${body.media}]`, body.caption ?? ''] };
  }
}

function listOf(options: { html: string }[]): string {
  return `<ul>${options.map(({ html }) => `<li>${html}</li>`).join('')}</ul>`;
}
