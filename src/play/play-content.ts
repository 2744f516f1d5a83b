import type { PlayerContent } from '@crosswalk/player/content';
import { playerContent, readPinnedItems } from '../core/decks/publishing/player-content.ts';
import { pinContent } from '../core/decks/publishing/revision-items.ts';
import type { TenantDb } from '../platform/database/database.ts';
import type { PlayGrant } from './play-link.ts';

interface ContentOptions {
  grant: PlayGrant;
  locale: string | null;
  mediaBase: string;
  masteryScore: number | undefined;
}

/** What the player shows: in study mode without items, which come from the queue, if it is recorded. */
export async function playContent(
  db: TenantDb,
  { grant, locale, mediaBase, masteryScore }: ContentOptions,
): Promise<PlayerContent> {
  const { deckId, mode, record } = grant;
  const isQueued = mode === 'study' && record === 'facts';
  const pinned = await pinContent(db, { deckId, n: 'latest', children: 'with' });
  return playerContent(pinned, isQueued ? [] : await readPinnedItems(db, pinned), {
    mode,
    mediaBase,
    ...(locale && { locale }),
    ...(masteryScore !== undefined && { masteryScore }),
  });
}
