import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';

export interface PublishedRevision {
  id: string;
  deckId: string;
  n: number;
  title: string;
  path: string;
  atoms: number;
  prompts: number;
}

/**
 * Freezes a further revision of those decks whose content differs from their latest one, and
 * returns these. Archived decks are passed over.
 */
export async function freezeRevisions(
  db: TenantDb,
  { deckIds, publishedBy }: { deckIds: string[]; publishedBy: string | null },
): Promise<PublishedRevision[]> {
  // Published by two at once, a deck would get one number twice.
  await db.query(
    'select id from deck where tenant_id = $1 and id = any ($2) order by id for update',
    [db.tenantId, deckIds],
  );
  const wanted = storableJson([...new Set(deckIds)].map((id) => ({ id, revision_id: uuidv7() })));
  const { rows } = await db.query<PublishedRevision & { [name: string]: unknown }>(FREEZE, [
    db.tenantId,
    wanted,
    publishedBy,
  ]);
  await db.query(
    `update deck set awaits_publish = false
     where tenant_id = $1 and id = any ($2) and awaits_publish`,
    [db.tenantId, deckIds],
  );
  return rows;
}

const FREEZE = `
  with wanted as (
    select d.id, d.title, d.path, d.language, d.revision, x.revision_id
    from jsonb_to_recordset($2::jsonb) as x(id uuid, revision_id uuid)
    join deck d on d.tenant_id = $1 and d.id = x.id and d.status <> 'archived'
  ), held as (
    select p.deck_id, p.atom_id, array_agg(p.id order by p.ord) as prompt_ids
    from prompt p
    where p.tenant_id = $1 and p.deck_id in (select id from wanted) and p.retired_at is null
    group by p.deck_id, p.atom_id
  ), placed as materialized (
    select h.deck_id, h.atom_id, h.prompt_ids, a.revision, v.style_hash,
      (row_number() over (partition by h.deck_id order by a.position, a.id))::integer as position
    from held h
    join atom a on a.tenant_id = $1 and a.id = h.atom_id and a.deleted_at is null
    join atom_revision v on v.tenant_id = $1 and v.atom_id = a.id and v.n = a.revision
  ), counted as (
    select deck_id, count(*)::integer as atoms, sum(cardinality(prompt_ids))::integer as prompts,
      string_agg(atom_id || ':' || revision || ':' || array_to_string(prompt_ids, ','), ';' order by position) as listed
    from placed group by deck_id
  ), styled as (
    select u.deck_id, string_agg(s.css, E'\\n' order by s.hash) as styles
    from (select distinct deck_id, style_hash from placed) u
    join note_style s on s.tenant_id = $1 and s.hash = u.style_hash
    group by u.deck_id
  ), hashed as (
    select w.*, coalesce(c.atoms, 0) as atoms, coalesce(c.prompts, 0) as prompts,
      coalesce(s.styles, '') as styles,
      encode(sha256(convert_to(concat_ws(E'\\n', w.title, w.language, s.styles, c.listed), 'UTF8')), 'hex') as hash
    from wanted w left join counted c on c.deck_id = w.id left join styled s on s.deck_id = w.id
  ), frozen as (
    insert into deck_revision
      (tenant_id, deck_id, n, id, hash, title, language, styles, atoms, prompts, published_by)
    select $1, h.id, h.revision + 1, h.revision_id, h.hash, h.title, h.language, h.styles, h.atoms,
      h.prompts, $3
    from hashed h
    left join deck_revision r on r.tenant_id = $1 and r.deck_id = h.id and r.n = h.revision
    where r.hash is distinct from h.hash
    returning deck_id, n, id, title, atoms, prompts
  ), listed as (
    insert into deck_revision_atom (tenant_id, deck_id, n, position, atom_id, atom_revision, prompt_ids)
    select $1, p.deck_id, f.n, p.position, p.atom_id, p.revision, p.prompt_ids
    from placed p join frozen f on f.deck_id = p.deck_id
  ), marked as (
    update deck d set revision = f.n, status = 'published', version = d.version + 1, updated_at = now()
    from frozen f where d.tenant_id = $1 and d.id = f.deck_id
  )
  select f.id, f.deck_id as "deckId", f.n, f.title, w.path, f.atoms, f.prompts
  from frozen f join wanted w on w.id = f.deck_id`;

/** Decks of these that were never published, or that an import has changed since. */
export async function findUnpublished(db: TenantDb, deckIds: string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from deck
     where tenant_id = $1 and id = any ($2) and (revision = 0 or awaits_publish)`,
    [db.tenantId, deckIds],
  );
  return rows.map(({ id }) => id);
}
