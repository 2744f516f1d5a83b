import type { AtomEntry, DeckEntry, NoteTypeDocument } from '../deck-document.ts';
import type { RenderedAtom } from '../rendering/rendered-atom.ts';

/** A media file unpacked to a temporary file. */
export interface ContentMedia {
  name: string;
  path: string;
  sha256: string;
  bytes: number;
  mime: string;
}

/** By the keys of the file's atoms: `from` must be known before `to`. */
export interface ContentRelation {
  from: string;
  to: string;
  kind: string;
}

/** What a reader of files sends of content, in this order. */
export type SourceBatch =
  | { type: 'decks'; decks: DeckEntry[]; noteTypes: NoteTypeDocument[] }
  | { type: 'media'; media: ContentMedia[] }
  | { type: 'atoms'; atoms: AtomEntry[] }
  | { type: 'relations'; relations: ContentRelation[] };

/** An atom with all that costs CPU time already done. */
export type ContentAtom = { entry: AtomEntry } & (
  | { failure: string }
  | {
      rendered: RenderedAtom;
      /** Media that it shows, by the name it uses. */
      assets: { name: string; sha256: string }[];
      /** Hash of its note type, for notes. */
      noteTypeHash: string | undefined;
    }
);

/** The same, ready to be stored; plain data that can be sent between threads. */
export type ContentBatch =
  | Exclude<SourceBatch, { type: 'atoms' }>
  | { type: 'atoms'; atoms: ContentAtom[] };
