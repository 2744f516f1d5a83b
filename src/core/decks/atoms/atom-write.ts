import type { AtomBody, AtomEntry } from '../deck-document.ts';
import type { RenderedItem } from '../rendering/rendered-atom.ts';

export type AtomKind = Exclude<AtomBody['type'], 'note'>;

export interface PromptWrite {
  id: string;
  ord: number;
  deckId: string;
  name: string;
  kind: RenderedItem['kind'];
  source: AtomEntry['source'] | null;
  /** The card exists, but its atom shows nothing for it now. */
  retired: boolean;
}

/** One atom with the revision that is now current. */
export interface AtomWrite {
  id: string;
  deckId: string;
  kind: AtomKind;
  /** Within its deck. */
  position: number;
  revision: number;
  title: string;
  /** As its author wrote it; null where `title` is taken from the text. */
  customTitle: string | null;
  plainText: string;
  tags: string[];
  language: string | null;
  /** PostgreSQL text search configuration. */
  searchConfig: string;
  difficulty: number | null;
  estimatedSeconds: number | null;
  guid: string;
  source: AtomEntry['source'] | null;
  modifiedAt: Date;
  body: AtomBody;
  noteTypeId: string | null;
  styleHash: string | null;
  items: { ord: number; item: RenderedItem }[];
  hash: string;
  origin: 'import' | 'author';
  prompts: PromptWrite[];
  assets: { name: string; sha256: string }[];
}
