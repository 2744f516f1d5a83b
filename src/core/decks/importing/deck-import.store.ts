import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';
import type { DeckEntry } from '../deck-document.ts';

export interface DeckDetails {
  id: string;
  description: string | undefined;
  language: string | undefined;
  licence: string | undefined;
  source: DeckEntry['source'];
}

/** Takes over what the entries say and leaves the rest; returns the ids that changed. */
export async function updateDeckDetails(
  db: TenantDb,
  details: DeckDetails[],
): Promise<Set<string>> {
  if (details.length === 0) return new Set();
  const { rows } = await db.query<{ id: string }>(
    `update deck d set description = coalesce(x.description, d.description),
       language = coalesce(x.language, d.language), licence = coalesce(x.licence, d.licence),
       source = coalesce(x.source, d.source), version = d.version + 1, updated_at = now(),
       awaits_publish = true
     from jsonb_to_recordset($2::jsonb)
       as x(id uuid, description text, language text, licence text, source jsonb)
     where d.tenant_id = $1 and d.id = x.id
       and (d.description, d.language, d.licence, d.source) is distinct from
         (coalesce(x.description, d.description), coalesce(x.language, d.language),
          coalesce(x.licence, d.licence), coalesce(x.source, d.source))
     returning d.id`,
    [db.tenantId, storableJson(details)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Decks by id, those that are still there. */
export async function findDecks(
  db: TenantDb,
  ids: string[],
): Promise<Map<string, { id: string; language: string; path: string }>> {
  const { rows } = await db.query<{ id: string; language: string; path: string }>(
    'select id, language, path from deck where tenant_id = $1 and id = any ($2)',
    [db.tenantId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
