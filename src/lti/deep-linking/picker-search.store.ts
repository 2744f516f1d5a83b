import { searchConfigurations } from '../../core/decks/searching/search-language.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableText } from '../../platform/storable-json.ts';

export interface OfferedDeck {
  kind: 'deck';
  id: string;
  title: string;
  path: string;
  prompts: number;
  /** Cards on which the words that were searched for stand. */
  matches: number;
}

export interface OfferedCourse {
  kind: 'course';
  id: string;
  title: string;
}

/** Imported courses that are called so; all of them for no words. */
export async function searchCourses(
  db: TenantDb,
  { q, limit }: { q: string; limit: number },
): Promise<OfferedCourse[]> {
  const { rows } = await db.query<OfferedCourse>(
    `select 'course' as kind, id, title from course
     where tenant_id = $1 and deleted_at is null and strpos(lower(title), lower($2)) > 0
     order by lower(title), id limit $3`,
    [db.tenantId, storableText(q), limit],
  );
  return rows;
}

/** Of so many matches the best are found; a word that is everywhere tells decks not apart. */
const MOST_MATCHES = 2_000;

/** Published decks that are called so, then those on whose cards the words are. */
export async function searchDecks(
  db: TenantDb,
  { q, limit }: { q: string; limit: number },
): Promise<OfferedDeck[]> {
  const { rows } = await db.query<OfferedDeck>(
    `with queries as materialized (
       select config, query from (
         select config, websearch_to_tsquery(config::regconfig, $2) as query
         from unnest($3::text[]) as config
       ) q where numnode(query) > 0
     ), entries as (
       select s.deck_id, s.kind, ts_rank(s.search, q.query, 1) as score
       from queries q join search_entry s on s.config = q.config and s.search @@ q.query
       where s.tenant_id = $1 limit ${MOST_MATCHES}
     ), hits as (
       select deck_id, max(score) as score, count(*) filter (where kind = 'atom') as matches
       from entries group by deck_id
     )
     select 'deck' as kind, d.id, d.title, d.path, coalesce(r.prompts, 0) as prompts,
       coalesce(h.matches, 0) as matches
     from deck d
       left join deck_revision r on r.tenant_id = $1 and r.deck_id = d.id and r.n = d.revision
       left join hits h on h.deck_id = d.id
     where d.tenant_id = $1 and d.status = 'published'
       and (h.deck_id is not null or strpos(lower(d.path), lower($2)) > 0)
     order by strpos(lower(d.title), lower($2)) = 0, strpos(lower(d.path), lower($2)) = 0,
       h.score desc nulls last, d.path, d.id
     limit $4`,
    [db.tenantId, storableText(q), searchConfigurations(), limit],
  );
  return rows;
}
