import type { NoteTypeDocument } from '../../../core/decks/deck-document.ts';
import type { WrittenApkg } from './apkg-source.ts';
import type { CollectionWriter } from './collection-writer.ts';
import { idFrom, type Source } from './source-value.ts';
import { takeId } from './stable-id.ts';

export const DAY = 86_400;
/** 2017-07-14; a collection's first day should come before all its due days. */
export const FIRST_DAY = 17_361 * DAY;
export const DEFAULT_DECK = '1';

/** A collection while it is written: ids given so far, by key. */
export interface Writing {
  writer: CollectionWriter;
  written: Omit<WrittenApkg, 'media'>;
  decks: Map<string, string>;
  noteTypes: Map<string, { document: NoteTypeDocument; id: string }>;
  usedIds: Record<'notes' | 'cards' | 'decks' | 'noteTypes', Set<string>>;
  /** What imported cards' rows said, by card id, until their states are known. */
  cardSources: Map<string, Source>;
  /** `col.crt`, once known. */
  created: number | undefined;
}

/** Gives a note type its id. */
export function addNoteType(document: NoteTypeDocument, { noteTypes, usedIds }: Writing) {
  const known = noteTypes.get(document.key);
  if (known) return known;
  const added = {
    document,
    id: takeId(usedIds.noteTypes, idFrom(document.source, 'mid'), document.key),
  };
  noteTypes.set(document.key, added);
  return added;
}
