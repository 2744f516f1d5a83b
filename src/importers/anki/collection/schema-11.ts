import { bounded, int, text } from './cell.ts';
import type { AnkiDeck, AnkiNoteType, CollectionContent } from './collection-content.ts';
import { type CollectionDatabase, corrupt } from './collection-database.ts';
import { type JsonObject, objectsIn, parseObjects, stringIn } from './json-object.ts';

const LARGEST_JSON = 32 * 1024 * 1024;

/** Schema 11: note types, decks and their options are JSON in the only row of `col`. */
export function readSchema11(database: CollectionDatabase): CollectionContent {
  const columns = ['models', 'decks', 'dconf'].map((column) => bounded(column, LARGEST_JSON));
  const [row] = [...database.rows(`SELECT crt, ${columns.join(', ')} FROM col LIMIT 1`)];
  if (!row) throw corrupt('its table "col" is empty');
  const [created, models, decks, options] = row;
  const optionsById = new Map(parseObjects(text(options), 'deck options'));
  return {
    created: int(created),
    noteTypes: parseObjects(text(models), 'note types').map(([id, model]) => noteTypeOf(id, model)),
    decks: parseObjects(text(decks), 'decks').map(([id, deck]) => deckOf(id, deck, optionsById)),
  };
}

function noteTypeOf(id: string, model: JsonObject): AnkiNoteType {
  const { name: _name, css: _css, type: _type, flds: _flds, tmpls: _tmpls, ...rest } = model;
  const fields = inOrder(objectsIn(model, 'flds'));
  const templates = inOrder(objectsIn(model, 'tmpls'));
  return {
    id,
    name: stringIn(model, 'name'),
    kind: int(numberIn(model, 'type')) === 1 ? 'cloze' : 'standard',
    fields: fields.map((field) => stringIn(field, 'name')),
    templates: templates.map((template) => ({
      name: stringIn(template, 'name'),
      front: stringIn(template, 'qfmt'),
      back: stringIn(template, 'afmt'),
    })),
    css: stringIn(model, 'css'),
    source: {
      latexPre: stringIn(model, 'latexPre'),
      latexPost: stringIn(model, 'latexPost'),
      sortField: int(numberIn(model, 'sortf')),
      model: rest,
      fields: fields.map(({ name: _, ...field }) => field),
      templates: templates.map(({ name: _, qfmt: _q, afmt: _a, ...template }) => template),
    },
  };
}

function inOrder(parts: JsonObject[]): JsonObject[] {
  return [...parts].sort((a, b) => int(numberIn(a, 'ord')) - int(numberIn(b, 'ord')));
}

function numberIn(object: JsonObject, key: string): number {
  const value = object[key];
  return typeof value === 'number' ? value : 0;
}

function deckOf(id: string, deck: JsonObject, options: Map<string, JsonObject>): AnkiDeck {
  const { name: _name, desc: _desc, ...rest } = deck;
  const conf = options.get(stringIn(deck, 'conf'));
  // Every collection has option group 1; untouched, it says nothing.
  const isStock = conf?.id === 1 && conf.mod === 0;
  return {
    id,
    path: stringIn(deck, 'name').split('::'),
    filtered: numberIn(deck, 'dyn') === 1,
    description: stringIn(deck, 'desc'),
    source: { deck: rest, ...(conf && !isStock ? { options: conf } : {}) },
  };
}
