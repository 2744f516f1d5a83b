import type { PlayerContent, PlayerItem } from '@crosswalk/player/content';
import { playerContent, readPinnedItems } from '../core/decks/publishing/player-content.ts';
import { type PinnedContent, pinContent } from '../core/decks/publishing/revision-items.ts';
import { listTaggedAtoms } from '../core/study/assigned-part.store.ts';
import { assignedPin, assignedTags } from '../core/study/assignment.store.ts';
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
  const pin = grant.assignmentId ? await assignedPin(db, grant.assignmentId) : null;
  const pinned = await pinContent(db, { deckId, n: pin?.n ?? 'latest', children: 'with' });
  return playerContent(pinned, isQueued ? [] : await itemsOf(db, { grant, pinned }), {
    mode,
    mediaBase,
    ...(locale && { locale }),
    ...(masteryScore !== undefined && { masteryScore }),
  });
}

/** Of an assignment, or the preview of one, the part that it is of. */
async function itemsOf(
  db: TenantDb,
  {
    grant: { assignmentId, tags },
    pinned,
  }: { grant: Pick<PlayGrant, 'assignmentId' | 'tags'>; pinned: PinnedContent },
): Promise<PlayerItem[]> {
  const items = await readPinnedItems(db, pinned);
  const part = tags ?? (assignmentId ? await assignedTags(db, assignmentId) : null);
  if (!part) return items;
  const deckIds = pinned.decks.map(({ deckId }) => deckId);
  const tagged = await listTaggedAtoms(db, { deckIds, tags: part });
  return items.filter(({ atomId }) => tagged.has(atomId));
}
