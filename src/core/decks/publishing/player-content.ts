import type { PlayerContent, PlayerItem, PlayerOptions } from '@crosswalk/player/content';
import type { TenantDb } from '../../../platform/database/database.ts';
import { directionOf } from '../rendering/text-direction.ts';
import { loadRevisionItems, type PinnedContent } from './revision-items.ts';

const PAGE = 500;

/** All items of what was pinned, within the caller's transaction. */
export async function readPinnedItems(
  db: TenantDb,
  { decks }: PinnedContent,
): Promise<PlayerItem[]> {
  const items: PlayerItem[] = [];
  let after: Awaited<ReturnType<typeof loadRevisionItems>>['next'] = [0, 0];
  while (after) {
    const page = await loadRevisionItems(db, { decks, after, limit: PAGE });
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

/** What was pinned, as the player plays it. */
export function playerContent(
  { deck, revision, styles }: PinnedContent,
  items: PlayerItem[],
  options: Partial<PlayerOptions>,
): PlayerContent {
  return {
    format: 'crosswalk-player/1',
    id: deck.deckId,
    revision,
    title: deck.title,
    language: deck.language,
    direction: directionOf(deck.language),
    options: {
      mode: 'study',
      buttons: 4,
      feedback: 'immediate',
      shuffle: false,
      mediaBase: 'media/',
      ...options,
    },
    items,
    ...(styles && { styles }),
  };
}
