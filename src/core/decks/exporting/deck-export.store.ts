import type { TenantDb } from '../../../platform/database/database.ts';
import type { AtomBody, DeckEntry, NoteTypeDocument } from '../deck-document.ts';
import type { PinnedDeck } from '../publishing/revision.store.ts';

function pins(decks: PinnedDeck[]): [string[], number[]] {
  return [decks.map(({ deckId }) => deckId), decks.map(({ n }) => n)];
}

export interface ExportedDeck {
  id: string;
  path: string;
  description: string | null;
  language: string;
  licence: string | null;
  source: DeckEntry['source'] | null;
}

/** In the order of the pins. */
export async function readDecks(db: TenantDb, decks: PinnedDeck[]): Promise<ExportedDeck[]> {
  const { rows } = await db.query<ExportedDeck & Record<string, unknown>>(
    `select d.id, d.path, d.description, d.language, d.licence, d.source
     from unnest($2::uuid[]) with ordinality as x(id, place)
     join deck d on d.tenant_id = $1 and d.id = x.id order by x.place`,
    [db.tenantId, decks.map(({ deckId }) => deckId)],
  );
  return rows;
}

/** Note types that the pinned atoms use, with their ids. */
export async function readNoteTypes(
  db: TenantDb,
  decks: PinnedDeck[],
): Promise<{ id: string; document: NoteTypeDocument }[]> {
  const { rows } = await db.query<{ id: string; document: NoteTypeDocument }>(
    `select t.id, t.definition as document from note_type t
     where t.tenant_id = $1 and t.id in (
       select v.note_type_id from unnest($2::uuid[], $3::integer[]) as x(deck_id, n)
       join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = x.deck_id and r.n = x.n
       join atom_revision v on v.tenant_id = $1 and v.atom_id = r.atom_id and v.n = r.atom_revision)
     order by t.id`,
    [db.tenantId, ...pins(decks)],
  );
  return rows;
}

export interface NamedMedia {
  name: string;
  sha256: string;
  mime: string;
  ext: string;
  bytes: number;
}

/** Each name with each content that the pinned atoms give it. */
export async function readMedia(db: TenantDb, decks: PinnedDeck[]): Promise<NamedMedia[]> {
  const { rows } = await db.query<NamedMedia & Record<string, unknown>>(
    `select distinct u.name, s.sha256, s.mime, s.ext, s.bytes
     from unnest($2::uuid[], $3::integer[]) as x(deck_id, n)
     join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = x.deck_id and r.n = x.n
     join atom_asset u on u.tenant_id = $1 and u.atom_id = r.atom_id
     join asset s on s.tenant_id = $1 and s.sha256 = u.sha256
     order by u.name, s.sha256`,
    [db.tenantId, ...pins(decks)],
  );
  return rows;
}

/** Between pinned atoms only. */
export async function readRelations(
  db: TenantDb,
  decks: PinnedDeck[],
): Promise<{ from: string; to: string; kind: 'prerequisite' | 'dependency' | 'related' }[]> {
  const { rows } = await db.query<{
    from: string;
    to: string;
    kind: 'prerequisite' | 'dependency' | 'related';
  }>(
    `with pinned as (
       select distinct r.atom_id from unnest($2::uuid[], $3::integer[]) as x(deck_id, n)
       join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = x.deck_id and r.n = x.n
     )
     select r.from_atom_id as "from", r.to_atom_id as "to", r.kind
     from atom_relation r
     where r.tenant_id = $1 and r.from_atom_id in (select atom_id from pinned)
       and r.to_atom_id in (select atom_id from pinned)
     order by 1, 2, 3`,
    [db.tenantId, ...pins(decks)],
  );
  return rows;
}

export interface ExportedAtom {
  id: string;
  deckId: string;
  position: number;
  guid: string;
  title: string | null;
  body: AtomBody;
  tags: string[];
  language: string | null;
  modifiedAt: Date;
  source: Record<string, unknown> | null;
  prompts: { ord: number; deckId: string; source: Record<string, unknown> | null }[];
  assets: { name: string; sha256: string }[];
}

/** A page of a revision's atoms, as they were when it was published. */
export async function readAtoms(
  db: TenantDb,
  { deckId, n, after, limit }: { deckId: string; n: number; after: number; limit: number },
): Promise<ExportedAtom[]> {
  const { rows } = await db.query<ExportedAtom & Record<string, unknown>>(
    `select a.id, a.deck_id as "deckId", r.position, a.guid, v.title, v.body, a.tags, a.language,
       a.modified_at as "modifiedAt", a.source,
       coalesce((select jsonb_agg(jsonb_build_object('ord', p.ord, 'deckId', p.deck_id, 'source', p.source) order by p.ord)
         from prompt p where p.tenant_id = $1 and p.atom_id = a.id and p.retired_at is null), '[]') as prompts,
       coalesce((select jsonb_agg(jsonb_build_object('name', u.name, 'sha256', u.sha256) order by u.name)
         from atom_asset u where u.tenant_id = $1 and u.atom_id = a.id), '[]') as assets
     from deck_revision_atom r
     join atom a on a.tenant_id = $1 and a.id = r.atom_id
     join atom_revision v on v.tenant_id = $1 and v.atom_id = r.atom_id and v.n = r.atom_revision
     where r.tenant_id = $1 and r.deck_id = $2 and r.n = $3 and r.position > $4
     order by r.position limit $5`,
    [db.tenantId, deckId, n, after, limit],
  );
  return rows;
}
