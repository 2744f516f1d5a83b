import type { TenantDb } from '../../../platform/database/database.ts';
import type { AtomEntry, DeckEntry, NoteTypeDocument } from '../deck-document.ts';
import { splitPath } from '../deck-path.ts';

interface DeckSourceRow {
  key: string;
  path: string;
  description: string | null;
  language: string;
  licence: string | null;
  source: Record<string, unknown> | null;
}

/** Published decks as a document writes them; their ids are the keys. */
export async function readDeckEntries(
  db: TenantDb,
  deckIds: readonly string[],
): Promise<DeckEntry[]> {
  const { rows } = await db.query<DeckSourceRow>(
    `select id as key, path, description, language, licence, source from deck
     where tenant_id = $1 and id = any($2) order by path`,
    [db.tenantId, deckIds],
  );
  return rows.map(({ key, path, language, description, licence, source }) => ({
    key,
    path: splitPath(path),
    language,
    ...(description && { description }),
    ...(licence && { licence }),
    ...(source && { source }),
  }));
}

/** Note types that the decks' published atoms use; their ids are the keys. */
export async function readNoteTypes(
  db: TenantDb,
  deckIds: readonly string[],
): Promise<NoteTypeDocument[]> {
  const { rows } = await db.query<{ id: string; definition: NoteTypeDocument }>(
    `select t.id, t.definition from note_type t where t.tenant_id = $1 and t.id in (
       select v.note_type_id from deck d
         join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = d.id and r.n = d.revision
         join atom_revision v on v.tenant_id = $1 and v.atom_id = r.atom_id and v.n = r.atom_revision
       where d.tenant_id = $1 and d.id = any($2))
     order by t.name, t.id`,
    [db.tenantId, deckIds],
  );
  return rows.map(({ id, definition }) => ({ ...definition, key: id }));
}

export interface SourceAtom {
  atomId: string;
  position: number;
  promptIds: { id: string; ord: number }[];
  entry: AtomEntry;
}

interface AtomSourceRow {
  atomId: string;
  position: number;
  key: string;
  deck: string;
  title: string;
  body: AtomEntry['body'];
  tags: string[];
  language: string | null;
  source: Record<string, unknown> | null;
  modifiedAt: Date;
  prompts: { id: string; ord: number; deck: string; source: Record<string, unknown> | null }[];
}

/** A page of one deck's published atoms, in their order, with all their prompts. */
export async function readSourceAtoms(
  db: TenantDb,
  { deckId, after, limit }: { deckId: string; after: number; limit: number },
): Promise<SourceAtom[]> {
  const { rows } = await db.query<AtomSourceRow>(
    `select a.id as "atomId", r.position, a.guid as key, a.deck_id as deck, a.title, v.body, a.tags,
       a.language, a.source, a.modified_at as "modifiedAt",
       (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'ord', p.ord, 'deck', p.deck_id, 'source', p.source) order by p.ord), '[]')
        from prompt p where p.tenant_id = $1 and p.atom_id = a.id and p.retired_at is null) as prompts
     from deck d
       join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = d.id and r.n = d.revision
       join atom a on a.tenant_id = $1 and a.id = r.atom_id
       join atom_revision v on v.tenant_id = $1 and v.atom_id = r.atom_id and v.n = r.atom_revision
     where d.tenant_id = $1 and d.id = $2 and r.position > $3
     order by r.position limit $4`,
    [db.tenantId, deckId, after, limit],
  );
  return rows.map((row) => ({
    atomId: row.atomId,
    position: row.position,
    promptIds: row.prompts.map(({ id, ord }) => ({ id, ord })),
    entry: {
      key: row.key,
      deck: row.deck,
      title: row.title,
      body: row.body,
      modifiedAt: row.modifiedAt.toISOString(),
      prompts: row.prompts.map(({ ord, deck, source }) => ({
        ord,
        ...(deck !== row.deck && { deck }),
        ...(source && { source }),
      })),
      ...(row.tags.length > 0 && { tags: row.tags }),
      ...(row.language && { language: row.language }),
      ...(row.source && { source: row.source }),
    },
  }));
}

export interface SourceMedia {
  name: string;
  sha256: string;
  bytes: number;
}

/** Files that the decks' published atoms name; the same name may stand for several files. */
export async function readSourceMedia(
  db: TenantDb,
  deckIds: readonly string[],
): Promise<SourceMedia[]> {
  const { rows } = await db.query<SourceMedia>(
    `select distinct x.name, s.sha256, s.bytes from deck d
       join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = d.id and r.n = d.revision
       join atom_asset x on x.tenant_id = $1 and x.atom_id = r.atom_id
       join asset s on s.tenant_id = $1 and s.sha256 = x.sha256
     where d.tenant_id = $1 and d.id = any($2) order by x.name, s.sha256`,
    [db.tenantId, deckIds],
  );
  return rows;
}
