import type { AtomEntry, DeckEntry, NoteTypeDocument } from '../../../core/decks/deck-document.ts';
import type { ImportedCardState, ImportedReview } from '../../../core/study/imported-history.ts';

/** What an `.apkg` is made of. Without `reviews` and `states` every card in it is new. */
export interface ApkgSource {
  decks: DeckEntry[];
  noteTypes: NoteTypeDocument[];
  atoms: AsyncIterable<AtomEntry[]>;
  /** `name` as fields write it, `path` where the file is. */
  media: AsyncIterable<{ name: string; path: string }>;
  /** One person's. */
  reviews: AsyncIterable<ImportedReview[]>;
  states: AsyncIterable<ImportedCardState[]>;
}

export interface WrittenApkg {
  notes: number;
  cards: number;
  reviews: number;
  media: number;
  /** Atoms that could not be written, one readable sentence each. */
  problems: string[];
}
