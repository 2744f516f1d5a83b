import type { AtomEntry, DeckEntry, NoteTypeDocument } from '../core/decks/deck-document.ts';
import type { ImportedCardState, ImportedReview } from '../core/study/imported-history.ts';

/** What becomes decks, people or history. */
export type RowKind = 'apkg' | 'csv' | 'xlsx' | 'json';

/** A course is taken over as a whole, by whoever plays courses. */
export type ImportKind = RowKind | 'course';

/** One item that could not be taken, or was taken with a change worth telling. */
export interface ImportProblem {
  /** Row or note, as the author would look it up: `row 17`, `note 1398130088495`. */
  at: string;
  severity: 'failed' | 'warning';
  reason: string;
}

/** A media file unpacked to a temporary file, to be moved into blobs. */
export interface ImportedMedia {
  name: string;
  path: string;
  sha256: string;
  bytes: number;
  mime: string;
}

export interface PersonEntry {
  at: string;
  externalId?: string;
  displayName: string;
  givenName?: string;
  familyName?: string;
  email?: string;
  locale?: string;
  timeZone?: string;
  groups: string[];
}

/**
 * What a reader sends, in this order: decks and note types, media, atoms, then history.
 * Batches are small (<= 500 atoms, <= 5,000 reviews), so that memory stays flat.
 */
export type ImportBatch =
  | { type: 'decks'; decks: DeckEntry[]; noteTypes: NoteTypeDocument[] }
  | { type: 'media'; media: ImportedMedia[] }
  | { type: 'atoms'; atoms: AtomEntry[] }
  | { type: 'relations'; relations: { from: string; to: string; kind: string }[] }
  | { type: 'history'; reviews: ImportedReview[]; states: ImportedCardState[] }
  | { type: 'people'; people: PersonEntry[] }
  | { type: 'problems'; problems: ImportProblem[] };

export interface ImportOptions {
  /** The uploaded file's name, for a deck name; never used as a path. */
  fileName: string;
  /** What rows are: cards (default) or people. */
  rows?: 'cards' | 'people';
  /** Explicit column mapping: column index or header -> field. */
  mapping?: Record<string, string>;
  scheduling: 'keep' | 'drop';
  /** A folder of this import alone; removed by the caller whatever happens. */
  workDir: string;
}

/** What `inspect` learnt, before anything is stored. */
export interface ImportInspection {
  kind: ImportKind;
  /** Expected totals, for progress. */
  totals: { notes: number; cards: number; reviews: number; media: number };
}
