import type { NoteTypeDocument } from '../deck-document.ts';
import type { ImportReport } from './import-report.ts';
import type { StoredPrompts } from './stored-prompts.ts';

export interface ImportedDeck {
  id: string;
  language: string;
  /** As the file writes it. */
  path: string[];
}

export interface ImportedNoteType {
  id: string;
  document: NoteTypeDocument;
  styleHash: string | null;
}

/** What an import remembers between its batches. */
export interface ImportScope {
  /** Namespace of the file's keys. */
  system: string;
  /** Titles of the deck that everything is put below; empty for the top. */
  target: string[];
  report: ImportReport;
  decks: Map<string, ImportedDeck>;
  noteTypes: Map<string, ImportedNoteType>;
  /** Media that is stored, by hash: where rendered HTML finds it. */
  media: Map<string, string>;
  /** Keys of atoms so far, each with where it stood. */
  atomKeys: Map<string, string>;
  /** Of atoms that are new. */
  prompts: StoredPrompts;
  /** Decks of the file and of what it updated. */
  deckIds: Set<string>;
  /** Position of the next new atom, by deck. */
  nextPosition: Map<string, number>;
  /** Problems of note types, told once and not for each of their notes. */
  toldOfNoteTypes: Set<string>;
}
