import type { Database } from '../../../platform/database/database.ts';
import type { AtomEntry, DeckDocument, DeckEntry, NoteTypeDocument } from '../deck-document.ts';
import { splitPath } from '../deck-path.ts';
import type { PinnedDeck } from '../publishing/revision.store.ts';
import { pinContent, type RevisionQuery } from '../publishing/revision-items.ts';
import {
  type ExportedAtom,
  type ExportedDeck,
  type NamedMedia,
  readAtoms,
  readDecks,
  readMedia,
  readNoteTypes,
  readRelations,
} from './deck-export.store.ts';
import { type MediaNames, uniqueNames } from './media-names.ts';

export interface DeckExportOptions extends RevisionQuery {
  database: Database;
  tenantId: string;
  /** What atoms and note types are called: the hub's ids, or as where they come from. */
  atomKeys: 'id' | 'guid';
}

/** A published revision as the document that imports it again. */
export interface DeckExport {
  title: string;
  decks: DeckEntry[];
  noteTypes: NoteTypeDocument[];
  /** By the names that fields use. */
  media: NamedMedia[];
  relations: NonNullable<DeckDocument['relations']>;
  /** In pages, each read in a short transaction of its own. */
  atoms(): AsyncGenerator<AtomEntry[]>;
}

const PAGE = 500;

interface Naming {
  /** Ids of the decks that take part. */
  exported: Set<string>;
  /** Keys of note types by their ids, where these do not stand for themselves. */
  noteTypes: Map<string, string>;
  media: MediaNames;
}

/** @throws DomainError `not_published` when there is no such revision */
export async function readDeckDocument(options: DeckExportOptions): Promise<DeckExport> {
  const { database, tenantId } = options;
  return database.read(tenantId, async (db) => {
    const pinned = await pinContent(db, options);
    const [decks, noteTypes, media, relations] = await Promise.all([
      readDecks(db, pinned.decks),
      readNoteTypes(db, pinned.decks),
      readMedia(db, pinned.decks),
      options.atomKeys === 'id' ? readRelations(db, pinned.decks) : [],
    ]);
    const naming: Naming = {
      exported: new Set(pinned.decks.map(({ deckId }) => deckId)),
      noteTypes: options.atomKeys === 'guid' ? ownKeys(noteTypes) : new Map(),
      media: uniqueNames(media),
    };
    return {
      title: pinned.deck.title,
      decks: decks.map(deckEntry),
      noteTypes: noteTypes.map(({ id, document }) => ({
        ...document,
        key: naming.noteTypes.get(id) ?? id,
      })),
      media: naming.media.media,
      relations,
      atoms: () => streamAtoms(options, pinned.decks, naming),
    };
  });
}

async function* streamAtoms(
  { database, tenantId, atomKeys }: DeckExportOptions,
  decks: PinnedDeck[],
  naming: Naming,
): AsyncGenerator<AtomEntry[]> {
  const told = new Set<string>();
  const guids = new Set<string>();
  for (const { deckId, n } of decks) {
    let after = 0;
    for (let more = true; more; ) {
      const page = await database.read(tenantId, (db) =>
        readAtoms(db, { deckId, n, after, limit: PAGE }),
      );
      after = page.at(-1)?.position ?? after;
      more = page.length === PAGE;
      const entries: AtomEntry[] = [];
      for (const atom of page) {
        // Its cards may live in several decks.
        if (told.has(atom.id)) continue;
        told.add(atom.id);
        const isOwn = atomKeys === 'guid' && !guids.has(atom.guid);
        if (isOwn) guids.add(atom.guid);
        const key = isOwn ? atom.guid : atom.id;
        entries.push(atomEntry(atom, { key, found: deckId, naming }));
      }
      if (entries.length > 0) yield entries;
    }
  }
}

/** What note types are called where they come from; only one of several keeps such a name. */
function ownKeys(noteTypes: { id: string; document: NoteTypeDocument }[]): Map<string, string> {
  const byKey = new Map([...noteTypes].reverse().map(({ id, document }) => [document.key, id]));
  return new Map([...byKey].map(([key, id]) => [id, key]));
}

function deckEntry(deck: ExportedDeck): DeckEntry {
  return {
    key: deck.id,
    path: splitPath(deck.path),
    language: deck.language,
    ...(deck.description && { description: deck.description }),
    ...(deck.licence && { licence: deck.licence }),
    ...(deck.source && { source: deck.source }),
  };
}

interface AtomPlace {
  key: string;
  /** The deck in whose revision it was met. */
  found: string;
  naming: Naming;
}

function atomEntry(atom: ExportedAtom, { key, found, naming }: AtomPlace): AtomEntry {
  const { exported, media, noteTypes } = naming;
  const deck = exported.has(atom.deckId) ? atom.deckId : found;
  const prompts = atom.prompts
    .map(({ ord, deckId, source }) => ({
      ord,
      ...(deckId !== deck && exported.has(deckId) && { deck: deckId }),
      ...(source && { source }),
    }))
    .filter((prompt) => Object.keys(prompt).length > 1);
  const { body } = atom;
  const source = atom.guid === key ? atom.source : { ...atom.source, guid: atom.guid };
  return {
    key,
    deck,
    body: media.rename(
      body.type === 'note'
        ? { ...body, noteType: noteTypes.get(body.noteType) ?? body.noteType }
        : body,
      atom.assets,
    ),
    modifiedAt: atom.modifiedAt.toISOString(),
    ...(atom.title !== null && { title: atom.title }),
    ...(atom.tags.length > 0 && { tags: atom.tags }),
    ...(atom.language !== null && { language: atom.language }),
    ...(prompts.length > 0 && { prompts }),
    ...(source && { source }),
  };
}
