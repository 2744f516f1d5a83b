import type { PlayerContent, PlayerItem } from '@crosswalk/player/content';
import { playerContent, readPinnedItems } from '../core/decks/publishing/player-content.ts';
import { type PinnedContent, pinContent } from '../core/decks/publishing/revision-items.ts';
import { listTaggedAtoms } from '../core/study/assigned-part.store.ts';
import { type Assignment, studiedPart } from '../core/study/assignment.store.ts';
import type { TenantDb } from '../platform/database/database.ts';
import type { PlayGrant } from './play-link.ts';

interface ContentOptions {
  grant: PlayGrant;
  locale: string | null;
  mediaBase: string;
  assignment: Assignment | undefined;
}

/** What the player shows: in study mode without items, which come from the queue, if it is recorded. */
export async function playContent(
  db: TenantDb,
  { grant, locale, mediaBase, assignment }: ContentOptions,
): Promise<PlayerContent> {
  const { deckId, mode, record } = grant;
  const isQueued = mode === 'study' && record === 'facts';
  const { pin, tags } = studiedPart(assignment);
  const masteryScore = assignment?.masteryScore;
  const pinned = await pinContent(db, { deckId, n: pin?.n ?? 'latest', children: 'with' });
  const part = grant.tags ?? tags;
  return playerContent(pinned, isQueued ? [] : await itemsOf(db, { pinned, part }), {
    mode,
    mediaBase,
    ...(locale && { locale }),
    ...(masteryScore != null && { masteryScore }),
  });
}

/** Of an assignment, or the preview of one, the part that it is of. */
async function itemsOf(
  db: TenantDb,
  { pinned, part }: { pinned: PinnedContent; part: readonly string[] | null },
): Promise<PlayerItem[]> {
  const items = await readPinnedItems(db, pinned);
  if (!part) return items;
  const deckIds = pinned.decks.map(({ deckId }) => deckId);
  const tagged = await listTaggedAtoms(db, { deckIds, tags: part });
  return items.filter(({ atomId }) => tagged.has(atomId));
}
