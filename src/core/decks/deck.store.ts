import type { TenantDb } from '../../platform/database/database.ts';

export interface Deck {
  id: string;
  parentId: string | null;
  title: string;
  path: string;
  description: string | null;
  language: string;
  licence: string | null;
  status: 'draft' | 'published' | 'archived';
  revision: number;
  atoms: number;
  prompts: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

type DeckRow = Deck & Record<string, unknown>;

const DECK = `d.id, d.parent_id as "parentId", d.title, d.path, d.description, d.language, d.licence,
  d.status, d.revision, coalesce(r.atoms, 0) as atoms, coalesce(r.prompts, 0) as prompts, d.version,
  d.created_at as "createdAt", d.updated_at as "updatedAt"`;
const LATEST = `left join deck_revision r on r.tenant_id = $1 and r.deck_id = d.id and r.n = d.revision`;

export interface DeckFilter {
  /** Id of a deck, or `none` for decks at the top. */
  parent?: string | undefined;
  status?: Deck['status'] | undefined;
  /** Part of the path, in either case. */
  q?: string | undefined;
}

/** In the order of their making; archived ones only when asked for. */
export async function listDecks(
  db: TenantDb,
  { parent, status, q, after, limit }: DeckFilter & { after?: string | undefined; limit: number },
): Promise<Deck[]> {
  const { rows } = await db.query<DeckRow>(
    `select ${DECK} from deck d ${LATEST}
     where d.tenant_id = $1 and ($2::uuid is null or d.id > $2)
       and ($3::text is null or (case $3 when 'none' then d.parent_id is null else d.parent_id::text = $3 end))
       and case when $4::text is null then d.status <> 'archived' else d.status = $4 end
       and ($5::text is null or strpos(lower(d.path), lower($5)) > 0)
     order by d.id limit $6`,
    [db.tenantId, after ?? null, parent ?? null, status ?? null, q ?? null, limit],
    'kept',
  );
  return rows;
}

export async function findDeck(db: TenantDb, id: string): Promise<Deck | undefined> {
  const { rows } = await db.query<DeckRow>(
    `select ${DECK} from deck d ${LATEST} where d.tenant_id = $1 and d.id = $2`,
    [db.tenantId, id],
    'kept',
  );
  return rows[0];
}

/** The deck, held against other changes until the end of the transaction. */
export async function lockDeck(db: TenantDb, id: string): Promise<Deck | undefined> {
  const { rows } = await db.query<DeckRow>(
    `select ${DECK} from deck d ${LATEST} where d.tenant_id = $1 and d.id = $2 for update of d`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** The deck of this title within a parent, the top being null. */
export async function findByTitle(
  db: TenantDb,
  { parentId, title }: { parentId: string | null; title: string },
): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>(
    `select id from deck
     where tenant_id = $1 and parent_id is not distinct from $2 and title = $3`,
    [db.tenantId, parentId, title],
  );
  return rows[0]?.id;
}

export type NewDeck = Pick<
  Deck,
  'id' | 'parentId' | 'title' | 'path' | 'description' | 'language' | 'licence'
>;

export async function insertDeck(db: TenantDb, deck: NewDeck): Promise<void> {
  await db.query(
    `insert into deck (tenant_id, id, parent_id, title, path, description, language, licence)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      db.tenantId,
      deck.id,
      deck.parentId,
      deck.title,
      deck.path,
      deck.description,
      deck.language,
      deck.licence,
    ],
  );
}

/** Writes the deck's own columns; `moveTree` follows when its path changed. */
export async function updateDeckRow(db: TenantDb, deck: NewDeck): Promise<void> {
  await db.query(
    `update deck set parent_id = $3, title = $4, path = $5, description = $6, language = $7,
       licence = $8, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2`,
    [
      db.tenantId,
      deck.id,
      deck.parentId,
      deck.title,
      deck.path,
      deck.description,
      deck.language,
      deck.licence,
    ],
  );
}

const BELOW = `with recursive below as (
  select id from deck where tenant_id = $1 and parent_id = $2
  union
  select d.id from deck d join below b on d.tenant_id = $1 and d.parent_id = b.id
)`;

/** Ids of all decks below one, at any depth. */
export async function listDescendants(db: TenantDb, id: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(`${BELOW} select id from below`, [
    db.tenantId,
    id,
  ]);
  return rows.map((row) => row.id);
}

/** Paths of all decks below one, after its own changed. */
export async function moveDescendants(
  db: TenantDb,
  deck: { id: string; from: string; to: string },
): Promise<void> {
  await db.query(
    `${BELOW} update deck d set path = $4 || substr(d.path, length($3) + 1),
       version = d.version + 1, updated_at = now()
     from below b where d.tenant_id = $1 and d.id = b.id`,
    [db.tenantId, deck.id, deck.from, deck.to],
  );
}

/** Archives a deck and all below it, or brings them back as they were. */
export async function setArchived(
  db: TenantDb,
  { id, archived }: { id: string; archived: boolean },
): Promise<void> {
  await db.query(
    `${BELOW} update deck d set version = d.version + 1, updated_at = now(),
       status = case when $3 then 'archived' when d.revision > 0 then 'published' else 'draft' end
     where d.tenant_id = $1 and (d.id = $2 or d.id in (select id from below))
       and (d.status = 'archived') <> $3`,
    [db.tenantId, id, archived],
  );
}

/** Deletes a deck that nothing was ever in; false when something was. */
export async function deleteEmptyDeck(db: TenantDb, id: string): Promise<boolean> {
  const { rows } = await db.query<{ used: boolean }>(
    `select exists (select from deck where tenant_id = $1 and parent_id = $2)
       or exists (select from atom where tenant_id = $1 and deck_id = $2)
       or exists (select from prompt where tenant_id = $1 and deck_id = $2)
       or exists (select from deck_revision where tenant_id = $1 and deck_id = $2) as used`,
    [db.tenantId, id],
  );
  if (rows[0]?.used) return false;
  await db.query('delete from external_ref where tenant_id = $1 and entity_id = $2', [
    db.tenantId,
    id,
  ]);
  await db.query('delete from deck where tenant_id = $1 and id = $2', [db.tenantId, id]);
  return true;
}
