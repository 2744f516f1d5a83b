import type { PlayerContent } from '@crosswalk/player/content';

/** What the player plays, with what only packages tell of it. */
export interface DeckContent extends PlayerContent {
  /** Parts that may become units of their own; in their order. */
  chapters?: Chapter[];
  metadata?: DeckMetadata;
}

export interface Chapter {
  id: string;
  title: string;
  /** Ids of its items, in their order. */
  items: string[];
}

/** For catalogues; what is missing is left out. */
export interface DeckMetadata {
  description?: string;
  keywords?: string[];
  author?: string;
  /** Name or URL. */
  license?: string;
  typicalMinutes?: number;
}
