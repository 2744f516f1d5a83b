import type { AtomEntry, DeckDocument } from '../../core/decks/deck-document.ts';
import type { DocumentErrors } from './document-errors.ts';

/** Keys are distinct, and what an entry names is in the document. */
export function checkReferences(document: DeckDocument, errors: DocumentErrors): void {
  const { decks, noteTypes = [], atoms, media = [], relations = [] } = document;
  const known: Known = {
    decks: distinct('/decks', 'key', decks.map(keyOf), errors),
    noteTypes: distinct('/noteTypes', 'key', noteTypes.map(keyOf), errors),
    media: distinct(
      '/media',
      'name',
      media.map(({ name }) => name),
      errors,
    ),
    fields: new Map(noteTypes.map(({ key, fields }) => [key, fields.length])),
  };
  const keys = distinct('/atoms', 'key', atoms.map(keyOf), errors);
  atoms.forEach((atom, index) => {
    checkAtom(atom, known, { add: (path, detail) => errors.add(`/atoms/${index}${path}`, detail) });
  });
  relations.forEach(({ from, to }, index) => {
    if (!keys.has(from)) errors.add(`/relations/${index}/from`, 'names no atom of the document');
    if (!keys.has(to)) errors.add(`/relations/${index}/to`, 'names no atom of the document');
    if (from === to) errors.add(`/relations/${index}`, 'relates an atom to itself');
  });
}

interface Known {
  decks: Set<string>;
  noteTypes: Set<string>;
  media: Set<string>;
  fields: Map<string, number>;
}

function checkAtom({ deck, body, prompts = [] }: AtomEntry, known: Known, errors: DocumentErrors) {
  if (!known.decks.has(deck)) errors.add('/deck', 'names no deck of the document');
  if (body.type === 'note') {
    if (!known.noteTypes.has(body.noteType)) {
      errors.add('/body/noteType', 'names no note type of the document');
    } else if (body.fields.length > (known.fields.get(body.noteType) ?? 0)) {
      errors.add('/body/fields', 'has more fields than its note type');
    }
  }
  if ('media' in body && !known.media.has(body.media)) {
    errors.add('/body/media', 'names no media of the document');
  }
  prompts.forEach((prompt, index) => {
    if (prompt.deck !== undefined && !known.decks.has(prompt.deck)) {
      errors.add(`/prompts/${index}/deck`, 'names no deck of the document');
    }
  });
}

function keyOf({ key }: { key: string }): string {
  return key;
}

function distinct(
  pointer: string,
  property: string,
  values: string[],
  errors: DocumentErrors,
): Set<string> {
  const seen = new Set<string>();
  values.forEach((value, index) => {
    if (seen.has(value)) errors.add(`${pointer}/${index}/${property}`, 'is there twice');
    seen.add(value);
  });
  return seen;
}
