import type { TenantDb } from '../../../platform/database/database.ts';
import type { RenderedItem } from '../rendering/rendered-atom.ts';

export interface DeckRevision {
  id: string;
  deckId: string;
  revision: number;
  title: string;
  language: string;
  hash: string;
  atoms: number;
  prompts: number;
  publishedAt: Date;
  publishedBy: string | null;
}

const REVISION = `id, deck_id as "deckId", n as revision, title, language, hash, atoms, prompts,
  published_at as "publishedAt", published_by as "publishedBy"`;

/** Newest first. */
export async function listRevisions(
  db: TenantDb,
  { deckId, before, limit }: { deckId: string; before?: number | undefined; limit: number },
): Promise<DeckRevision[]> {
  const { rows } = await db.query<DeckRevision & Record<string, unknown>>(
    `select ${REVISION} from deck_revision
     where tenant_id = $1 and deck_id = $2 and ($3::integer is null or n < $3)
     order by n desc limit $4`,
    [db.tenantId, deckId, before ?? null, limit],
  );
  return rows;
}

/** A deck pinned to a revision. */
export interface PinnedDeck {
  deckId: string;
  n: number;
  path: string;
  prompts: number;
}

/**
 * The deck at the wanted revision (null: its latest) and, with `children`, the latest of each
 * published deck below it, in the order of their paths. Without that revision: nothing.
 */
export async function pinDecks(
  db: TenantDb,
  { deckId, n, children }: { deckId: string; n: number | null; children: 'with' | 'without' },
): Promise<PinnedDeck[]> {
  const { rows } = await db.query<{ deckId: string; n: number; path: string; prompts: number }>(
    `with recursive tree as (
       select id, path, coalesce($3, revision) as n, 0 as depth from deck
       where tenant_id = $1 and id = $2
       union all
       select d.id, d.path, d.revision, t.depth + 1
       from tree t join deck d on d.tenant_id = $1 and d.parent_id = t.id
       where $4 and d.status <> 'archived'
     )
     select r.deck_id as "deckId", r.n, t.path, r.prompts
     from tree t join deck_revision r on r.tenant_id = $1 and r.deck_id = t.id and r.n = t.n
     order by t.depth > 0, t.path collate "C"`,
    [db.tenantId, deckId, n, children === 'with'],
  );
  return rows;
}

export interface RevisionAtom {
  atomId: string;
  position: number;
  items: { ord: number; item: RenderedItem }[];
  prompts: { id: string; ord: number }[];
}

/** A page of a revision's atoms, in their order. */
export async function readRevisionAtoms(
  db: TenantDb,
  { deckId, n, after, limit }: { deckId: string; n: number; after: number; limit: number },
): Promise<RevisionAtom[]> {
  const { rows } = await db.query<RevisionAtom & Record<string, unknown>>(
    `select r.atom_id as "atomId", r.position, v.rendered as items,
       (select jsonb_agg(jsonb_build_object('id', p.id, 'ord', p.ord) order by p.ord)
        from prompt p where p.tenant_id = $1 and p.id = any (r.prompt_ids)) as prompts
     from deck_revision_atom r
     join atom_revision v on v.tenant_id = $1 and v.atom_id = r.atom_id and v.n = r.atom_revision
     where r.tenant_id = $1 and r.deck_id = $2 and r.n = $3 and r.position > $4
     order by r.position limit $5`,
    [db.tenantId, deckId, n, after, limit],
  );
  return rows;
}

export async function readRevision(
  db: TenantDb,
  { deckId, n }: { deckId: string; n: number },
): Promise<DeckRevision | undefined> {
  const { rows } = await db.query<DeckRevision & Record<string, unknown>>(
    `select ${REVISION} from deck_revision where tenant_id = $1 and deck_id = $2 and n = $3`,
    [db.tenantId, deckId, n],
  );
  return rows[0];
}

/** Scoped styles of the pinned revisions, each rule set once. */
export async function readRevisionStyles(db: TenantDb, decks: PinnedDeck[]): Promise<string> {
  const { rows } = await db.query<{ styles: string }>(
    `select distinct r.styles from unnest($2::uuid[], $3::integer[]) as x(deck_id, n)
     join deck_revision r on r.tenant_id = $1 and r.deck_id = x.deck_id and r.n = x.n
     where r.styles <> ''`,
    [db.tenantId, decks.map(({ deckId }) => deckId), decks.map(({ n }) => n)],
  );
  return rows.map(({ styles }) => styles).join('\n');
}
