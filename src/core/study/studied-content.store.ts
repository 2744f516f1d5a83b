import type { TenantDb } from '../../platform/database/database.ts';
import type { RenderedItem } from '../decks/rendering/rendered-atom.ts';

export interface StudiedDeck {
  id: string;
  title: string;
  language: string;
  revision: number;
}

export async function findPublishedDeck(
  db: TenantDb,
  deckId: string,
): Promise<StudiedDeck | undefined> {
  const { rows } = await db.query<StudiedDeck>(
    `select id, title, language, revision from deck
     where tenant_id = $1 and id = $2 and status <> 'archived'`,
    [db.tenantId, deckId],
  );
  return rows[0];
}

/** Scoped style sheets of the published revisions of these decks. */
export async function readStyles(db: TenantDb, deckIds: readonly string[]): Promise<string> {
  const { rows } = await db.query<{ styles: string }>(
    `select distinct r.styles from deck d
       join deck_revision r on r.tenant_id = $1 and r.deck_id = d.id and r.n = d.revision
     where d.tenant_id = $1 and d.id = any($2) and r.styles <> ''`,
    [db.tenantId, deckIds],
  );
  return rows.map(({ styles }) => styles).join('\n');
}

export interface PublishedItem {
  promptId: string;
  atomId: string;
  item: RenderedItem;
}

/** Every prompt of the decks' published revisions, in their order, up to a limit. */
export async function readPublishedItems(
  db: TenantDb,
  deckIds: readonly string[],
  limit: number,
): Promise<PublishedItem[]> {
  const { rows } = await db.query<PublishedItem>(
    `select p.id as "promptId", p.atom_id as "atomId", i.value -> 'item' as item
     from deck d
       join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = d.id and r.n = d.revision
       join prompt p on p.tenant_id = $1 and p.id = any(r.prompt_ids)
       join atom_revision v on v.tenant_id = $1 and v.atom_id = r.atom_id and v.n = r.atom_revision
       cross join lateral jsonb_array_elements(v.rendered) i(value)
     where d.tenant_id = $1 and d.id = any($2) and (i.value ->> 'ord')::int = p.ord
     order by d.path, r.position, p.ord limit $3`,
    [db.tenantId, deckIds, limit],
  );
  return rows;
}
