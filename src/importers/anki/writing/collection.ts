import type { DeckEntry } from '../../../core/decks/deck-document.ts';
import type { ApkgSource } from './apkg-source.ts';
import { addNoteType, DEFAULT_DECK, FIRST_DAY, type Writing } from './collection-state.ts';
import { type CollectionWriter, openCollectionWriter } from './collection-writer.ts';
import { writeReview, writeState } from './history-rows.ts';
import { writeAtom } from './note-rows.ts';
import { deckJson, modelJson, optionsJson } from './schema-11-json.ts';
import { idFrom } from './source-value.ts';
import { takeId } from './stable-id.ts';

/** Bytes of a schema 11 collection. */
export async function writeCollection(
  source: ApkgSource,
): Promise<{ bytes: Uint8Array; written: Writing['written'] }> {
  const writer = await openCollectionWriter();
  try {
    const writing = begin(writer, source);
    for await (const atoms of source.atoms) for (const atom of atoms) writeAtom(atom, writing);
    for await (const states of source.states)
      for (const state of states) writeState(state, writing);
    for await (const reviews of source.reviews)
      for (const review of reviews) writeReview(review, writing);
    return { bytes: writer.finish(collectionRow(source.decks, writing)), written: writing.written };
  } finally {
    writer.close();
  }
}

function begin(writer: CollectionWriter, { decks, noteTypes }: ApkgSource): Writing {
  const writing: Writing = {
    writer,
    written: { notes: 0, cards: 0, reviews: 0, problems: [] },
    decks: new Map(),
    noteTypes: new Map(),
    usedIds: { notes: new Set(), cards: new Set(), decks: new Set(), noteTypes: new Set() },
    cardSources: new Map(),
    created: undefined,
  };
  for (const { key, source } of decks) {
    writing.decks.set(key, takeId(writing.usedIds.decks, idFrom(source, 'did'), key));
  }
  for (const document of noteTypes) addNoteType(document, writing);
  return writing;
}

function collectionRow(decks: DeckEntry[], writing: Writing) {
  const deckObjects: Record<string, unknown> = {
    [DEFAULT_DECK]: deckJson({ key: '', path: ['Default'] }, DEFAULT_DECK),
  };
  for (const deck of decks) {
    const id = writing.decks.get(deck.key) ?? DEFAULT_DECK;
    deckObjects[id] = deckJson(deck, id);
  }
  const models: Record<string, unknown> = {};
  for (const { document, id } of writing.noteTypes.values()) models[id] = modelJson(document, id);
  const created = writing.created ?? FIRST_DAY;
  return {
    ...{
      id: 1,
      crt: created,
      mod: created * 1000,
      scm: created * 1000,
      ver: 11,
      dty: 0,
      usn: 0,
      ls: 0,
    },
    conf: JSON.stringify({
      curDeck: 1,
      activeDecks: [1],
      nextPos: writing.written.cards + 1,
      schedVer: 2,
    }),
    models: JSON.stringify(models),
    decks: JSON.stringify(deckObjects),
    dconf: JSON.stringify(optionsJson(decks)),
    tags: '{}',
  };
}
