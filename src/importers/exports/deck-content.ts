import type { PlayerContent } from '@crosswalk/player/content';
import { directionOf } from '../../core/decks/rendering/text-direction.ts';
import { DomainError } from '../../core/domain-error.ts';
import { studiedDecks } from '../../core/study/queue.store.ts';
import {
  findPublishedDeck,
  readPublishedItems,
  readStyles,
} from '../../core/study/studied-content.store.ts';
import type { TenantDb } from '../../platform/database/database.ts';

/** More prompts than this make no package that anybody can finish. */
const MAX_ITEMS = 50_000;

/** The published revision of a deck as what the player plays. */
export async function packageContent(
  db: TenantDb,
  { deckId, children }: { deckId: string; children: boolean },
): Promise<PlayerContent> {
  const deck = await findPublishedDeck(db, deckId);
  if (!deck) throw new DomainError('not_found', 'There is no such deck.');
  const deckIds = children ? await studiedDecks(db, deckId) : [deckId];
  const [styles, items] = await Promise.all([
    readStyles(db, deckIds),
    readPublishedItems(db, deckIds, MAX_ITEMS),
  ]);
  if (items.length === 0) {
    throw new DomainError(
      'not_published',
      'Nothing is published in this deck, so there is nothing to export.',
    );
  }
  return {
    format: 'crosswalk-player/1',
    id: deck.id,
    revision: String(deck.revision),
    title: deck.title,
    language: deck.language,
    direction: directionOf(deck.language),
    options: {
      mode: 'study',
      buttons: 4,
      feedback: 'immediate',
      shuffle: false,
      mediaBase: 'media/',
    },
    items: items.map(({ promptId, atomId, item }) => ({ ...item, id: promptId, atomId })),
    ...(styles && { styles }),
  };
}
