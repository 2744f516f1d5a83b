import type { TenantDb } from '../../../platform/database/database.ts';
import { emit } from '../../events/emit.store.ts';
import { freezeRevisions, type PublishedRevision } from './publish.store.ts';

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
