import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';
import { searchConfiguration } from './search-language.ts';

/** Characters of a text that can be found; PostgreSQL refuses vectors over 1 MB. */
const SEARCHED = 100_000;

const ATOM_VECTOR = `setweight(to_tsvector(x.config::regconfig, a.title), 'A')
  || setweight(to_tsvector(x.config::regconfig, array_to_string(a.tags, ' ')), 'B')
  || setweight(to_tsvector(x.config::regconfig, left(a.plain_text, ${SEARCHED})), 'C')`;

/** Makes decks findable, each in its language. */
export async function indexDecks(
  db: TenantDb,
  decks: { id: string; language: string }[],
): Promise<void> {
  if (decks.length === 0) return;
  const rows = decks.map(({ id, language }) => ({ id, config: searchConfiguration(language) }));
  await db.query(
    `insert into search_entry (tenant_id, entity_id, kind, deck_id, config, search)
     select $1, d.id, 'deck', d.id, x.config,
       setweight(to_tsvector(x.config::regconfig, d.title), 'A') || setweight(to_tsvector(
         x.config::regconfig, left(regexp_replace(coalesce(d.description, ''), '<[^>]*>', ' ', 'g'), ${SEARCHED})), 'C')
     from jsonb_to_recordset($2::jsonb) as x(id uuid, config text)
     join deck d on d.tenant_id = $1 and d.id = x.id
     on conflict (tenant_id, entity_id) do update set config = excluded.config, search = excluded.search`,
    [db.tenantId, storableJson(rows)],
  );
}

/** Makes atoms findable, from their stored texts. */
export async function indexAtoms(
  db: TenantDb,
  atoms: { id: string; searchConfig: string }[],
  are: 'new' | 'changed',
): Promise<void> {
  const rows = atoms.map(({ id, searchConfig }) => ({ id, config: searchConfig }));
  await db.query(
    `insert into search_entry (tenant_id, entity_id, kind, deck_id, config, search)
     select $1, a.id, 'atom', a.deck_id, x.config, ${ATOM_VECTOR}
     from jsonb_to_recordset($2::jsonb) as x(id uuid, config text)
     join atom a on a.tenant_id = $1 and a.id = x.id
     ${are === 'new' ? '' : overKnownEntries}`,
    [db.tenantId, storableJson(rows)],
  );
}

const overKnownEntries = `on conflict (tenant_id, entity_id) do update
  set deck_id = excluded.deck_id, config = excluded.config, search = excluded.search`;

/** After a deck's language changed: atoms without one of their own follow it. */
export async function reindexAtomsOf(
  db: TenantDb,
  deck: { id: string; language: string },
): Promise<void> {
  await db.query(
    `update search_entry s set config = x.config, search = ${ATOM_VECTOR}
     from atom a, (select $3::text as config) x
     where s.tenant_id = $1 and s.entity_id = a.id and a.tenant_id = $1 and a.deck_id = $2
       and a.language is null and a.deleted_at is null`,
    [db.tenantId, deck.id, searchConfiguration(deck.language)],
  );
}

/** Makes what was deleted unfindable. */
export async function removeFromIndex(db: TenantDb, entityIds: string[]): Promise<void> {
  await db.query('delete from search_entry where tenant_id = $1 and entity_id = any ($2)', [
    db.tenantId,
    entityIds,
  ]);
}
