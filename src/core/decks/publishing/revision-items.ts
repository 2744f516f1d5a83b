import { createHash } from 'node:crypto';
import type { PlayerItem } from '@crosswalk/player/content';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { DomainError } from '../../domain-error.ts';
import {
  type DeckRevision,
  type PinnedDeck,
  pinDecks,
  readRevision,
  readRevisionAtoms,
  readRevisionStyles,
} from './revision.store.ts';

export interface RevisionQuery {
  deckId: string;
  n: number | 'latest';
  /** Child decks take part, each with its latest revision. */
  children: 'with' | 'without';
}

/** What is to be played or exported: fixed, whatever is published later. */
export interface PinnedContent {
  deck: DeckRevision;
  /** The deck itself first, then its children by path. */
  decks: PinnedDeck[];
  /** Names exactly this content. */
  revision: string;
  styles: string;
  prompts: number;
}

/** @throws DomainError `not_published` when there is no such revision */
export async function pinContent(
  db: TenantDb,
  { deckId, n, children }: RevisionQuery,
): Promise<PinnedContent> {
  const decks = await pinDecks(db, { deckId, n: n === 'latest' ? null : n, children });
  const [first] = decks;
  const deck =
    first?.deckId === deckId ? await readRevision(db, { deckId, n: first.n }) : undefined;
  if (!deck) throw new DomainError('not_published', 'the deck has no such published revision');
  const names = decks.map((pinned) => `${pinned.deckId}:${pinned.n}`).join('\n');
  return {
    deck,
    decks,
    revision:
      decks.length === 1
        ? String(deck.revision)
        : `${deck.revision}-${createHash('sha256').update(names).digest('hex').slice(0, 12)}`,
    styles: await readRevisionStyles(db, decks),
    prompts: decks.reduce((sum, pinned) => sum + pinned.prompts, 0),
  };
}

/** Where a page of items ends: the deck's place in `decks`, and the atom's in the deck. */
export type ItemCursor = readonly [deck: number, position: number];

/** A page of at most `limit` atoms' items, in the order of decks and atoms. */
export async function loadRevisionItems(
  db: TenantDb,
  { decks, after, limit }: { decks: PinnedDeck[]; after?: ItemCursor | undefined; limit: number },
): Promise<{ items: PlayerItem[]; next: ItemCursor | null }> {
  const items: PlayerItem[] = [];
  let [at, position] = after ?? [0, 0];
  for (let left = limit; at < decks.length; at++, position = 0) {
    const pinned = decks[at];
    if (!pinned) break;
    const atoms = await readRevisionAtoms(db, { ...pinned, after: position, limit: left });
    for (const atom of atoms) {
      const byOrd = new Map(atom.items.map(({ ord, item }) => [ord, item]));
      for (const { id, ord } of atom.prompts) {
        const item = byOrd.get(ord);
        if (item) items.push({ ...item, id, atomId: atom.atomId });
      }
      position = atom.position;
    }
    left -= atoms.length;
    if (left === 0) return { items, next: [at, position] };
  }
  return { items, next: null };
}

/** All items in pages, each read in a short transaction of its own. */
export async function* streamRevisionItems(
  { database, tenantId }: { database: Database; tenantId: string },
  decks: PinnedDeck[],
): AsyncGenerator<PlayerItem[]> {
  let after: ItemCursor | undefined;
  for (;;) {
    const page = await database.read(tenantId, (db) =>
      loadRevisionItems(db, { decks, after, limit: 500 }),
    );
    if (page.items.length > 0) yield page.items;
    if (!page.next) return;
    after = page.next;
  }
}
