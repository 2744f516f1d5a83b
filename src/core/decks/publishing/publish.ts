import type { TenantDb } from '../../../platform/database/database.ts';
import { DomainError } from '../../domain-error.ts';
import { emit } from '../../events/emit.store.ts';
import { getDeck } from '../deck.ts';
import { freezeRevisions, type PublishedRevision } from './publish.store.ts';
import { type DeckRevision, readRevision } from './revision.store.ts';

/**
 * Freezes the decks' content as a further revision each; where nothing has changed since the latest
 * one, that one stays. Returns the new revisions.
 * @param publishedBy who did it, as the audit log names callers; null for an import
 */
export async function publishDecks(
  db: TenantDb,
  what: { deckIds: string[]; publishedBy: string | null },
): Promise<PublishedRevision[]> {
  const revisions = await freezeRevisions(db, what);
  await emit(
    db,
    ...revisions.map(({ id, deckId, n, title, path, atoms, prompts }) => ({
      type: 'deck.published' as const,
      subject: deckId,
      payload: { deckId, revisionId: id, revision: n, title, path, atoms, prompts },
    })),
  );
  return revisions;
}

/**
 * Publishes one deck, without its children; the latest revision stays where nothing has changed.
 * @throws DomainError `not_found`, `conflict` for an archived deck
 */
export async function publishDeck(
  db: TenantDb,
  { deckId, publishedBy }: { deckId: string; publishedBy: string },
): Promise<DeckRevision> {
  const { status } = await getDeck(db, deckId);
  if (status === 'archived') throw new DomainError('conflict', 'the deck is archived');
  await publishDecks(db, { deckIds: [deckId], publishedBy });
  const { revision: n } = await getDeck(db, deckId);
  const revision = await readRevision(db, { deckId, n });
  if (!revision) throw new DomainError('not_found', `there is no deck ${deckId}`);
  return revision;
}
