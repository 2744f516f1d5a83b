/** What both schemas say about decks and note types. Ids are text: 64 bits need not fit a number. */
export interface AnkiDeck {
  id: string;
  /** Names from the root down. */
  path: string[];
  filtered: boolean;
  description: string;
  /** All else that the collection says, for round trips. */
  source: Record<string, unknown>;
}

export interface AnkiNoteType {
  id: string;
  name: string;
  kind: 'standard' | 'cloze';
  fields: string[];
  templates: { name: string; front: string; back: string }[];
  css: string;
  source: Record<string, unknown>;
}

export interface CollectionContent {
  /** When the collection was made (Unix s); due days are counted from here. */
  created: number;
  decks: AnkiDeck[];
  noteTypes: AnkiNoteType[];
}
