import type { PlayerContent } from '@crosswalk/player/content';
import { directionOf } from '../core/decks/rendering/text-direction.ts';
import { DomainError } from '../core/domain-error.ts';
import { studiedDecks } from '../core/study/queue.store.ts';
import {
  findPublishedDeck,
  readPublishedItems,
  readStyles,
} from '../core/study/studied-content.store.ts';
import type { TenantDb } from '../platform/database/database.ts';
import type { PlayGrant } from './play-link.ts';

/** A test shows at most this many prompts; longer ones are split into chapters by their author. */
const MAX_TEST_ITEMS = 2_000;

interface ContentOptions {
  grant: PlayGrant;
  locale: string | null;
  mediaBase: string;
  masteryScore: number | undefined;
}

/** What the player shows: in study mode without items, which come from the queue. */
export async function playContent(
  db: TenantDb,
  { grant, locale, mediaBase, masteryScore }: ContentOptions,
): Promise<PlayerContent> {
  const [deck, deckIds] = await Promise.all([
    findPublishedDeck(db, grant.deckId),
    studiedDecks(db, grant.deckId),
  ]);
  if (!deck || deckIds.length === 0)
    throw new DomainError('not_published', 'This deck is not published.');
  const [styles, items] = await Promise.all([
    readStyles(db, deckIds),
    grant.mode === 'test' ? readPublishedItems(db, deckIds, MAX_TEST_ITEMS) : [],
  ]);
  return {
    format: 'crosswalk-player/1',
    id: deck.id,
    revision: String(deck.revision),
    title: deck.title,
    language: deck.language,
    direction: directionOf(deck.language),
    options: {
      mode: grant.mode,
      buttons: 4,
      feedback: 'immediate',
      shuffle: false,
      mediaBase,
      ...(locale && { locale }),
      ...(masteryScore !== undefined && { masteryScore }),
    },
    items: items.map(({ promptId, atomId, item }) => ({ ...item, id: promptId, atomId })),
    ...(styles && { styles }),
  };
}
