import type { PlayerItem } from '@crosswalk/player/content';

type WithoutIds<Item> = Item extends PlayerItem ? Omit<Item, 'id' | 'atomId'> : never;

/** What the player shows of one prompt; the ids are the caller's to add. */
export type RenderedItem = WithoutIds<PlayerItem>;

export interface RenderedPrompt {
  ord: number;
  /** The template's name, or "Cloze 2". */
  name: string;
  item: RenderedItem;
}

export interface RenderedAtom {
  prompts: RenderedPrompt[];
  /** Everything a search should find, without markup. */
  plainText: string;
  title: string;
  /** What could not be shown as written, one readable sentence each, none twice. */
  problems: string[];
}

/** From a media file's name to `media/<sha256>.<ext>`; undefined when there is no such file. */
export type MediaResolver = (name: string) => string | undefined;

/** What every step of one rendering shares. */
export interface RenderContext {
  media: MediaResolver;
  problems: Set<string>;
}
