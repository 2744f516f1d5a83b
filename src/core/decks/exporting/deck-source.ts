import type { Database } from '../../../platform/database/database.ts';
import type { DeckEntry, NoteTypeDocument } from '../deck-document.ts';
import {
  readDeckEntries,
  readNoteTypes,
  readSourceAtoms,
  readSourceMedia,
  type SourceAtom,
  type SourceMedia,
} from './deck-source.store.ts';

/** What published decks are made of, atoms a page at a time. */
export interface DeckSource {
  decks: DeckEntry[];
  noteTypes: NoteTypeDocument[];
  media: SourceMedia[];
  atoms(): AsyncIterable<SourceAtom[]>;
}

const PAGE = 500;

/** @param deckIds in any order; decks come out by path */
export async function openDeckSource(
  database: Database,
  tenantId: string,
  deckIds: readonly string[],
): Promise<DeckSource> {
  const [decks, noteTypes, media] = await database.read(tenantId, (db) =>
    Promise.all([
      readDeckEntries(db, deckIds),
      readNoteTypes(db, deckIds),
      readSourceMedia(db, deckIds),
    ]),
  );
  const included = new Set(deckIds);

  async function* atoms(): AsyncGenerator<SourceAtom[]> {
    // An atom whose cards lie in several decks stands in the revision of each.
    const seen = new Set<string>();
    for (const { key: deckId } of decks) {
      let after = 0;
      for (;;) {
        const page = await database.read(tenantId, (db) =>
          readSourceAtoms(db, { deckId, after, limit: PAGE }),
        );
        const fresh = page.filter(({ atomId }) => !seen.has(atomId));
        for (const { atomId } of fresh) seen.add(atomId);
        if (fresh.length > 0) yield fresh.map((atom) => within(atom, included, deckId));
        after = page.at(-1)?.position ?? after;
        if (page.length < PAGE) break;
      }
    }
  }
  return { decks, noteTypes, media, atoms };
}

/** Leaves out cards, and moves an atom, that lie in decks which are not part of the export. */
function within(atom: SourceAtom, included: ReadonlySet<string>, deckId: string): SourceAtom {
  const home = included.has(atom.entry.deck) ? atom.entry.deck : deckId;
  const prompts = (atom.entry.prompts ?? []).flatMap(({ deck = atom.entry.deck, ...prompt }) =>
    included.has(deck) ? [{ ...prompt, ...(deck !== home && { deck }) }] : [],
  );
  const ords = new Set(prompts.map(({ ord }) => ord));
  return {
    ...atom,
    promptIds: atom.promptIds.filter(({ ord }) => ords.has(ord)),
    entry: { ...atom.entry, deck: home, prompts },
  };
}
