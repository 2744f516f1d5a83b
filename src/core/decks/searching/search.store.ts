import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson, storableText } from '../../../platform/storable-json.ts';
import { searchConfigurations } from './search-language.ts';

/** Where a page ends. */
export type SearchCursor = readonly [score: number, id: string];

export interface SearchQuery {
  /** Words, "phrases", `or`, `-without`, as on the web. */
  q: string;
  /** Text search configurations of the languages to look in. */
  configs?: string[] | undefined;
  kind?: 'deck' | 'atom' | undefined;
  /** Only in these decks. */
  deckIds?: string[] | undefined;
  after?: SearchCursor | undefined;
  limit: number;
}

export interface RankedEntry {
  id: string;
  kind: 'deck' | 'atom';
  config: string;
  score: number;
}

/** Of so many matches the best are found; a word that is everywhere is not worth ranking. */
const MOST_MATCHES = 2_000;

/** Best first; each entry is matched with the query as its own language reads it. */
export async function rankEntries(
  db: TenantDb,
  { q, configs = searchConfigurations(), kind, deckIds, after, limit }: SearchQuery,
): Promise<RankedEntry[]> {
  const { rows } = await db.query<RankedEntry & Record<string, unknown>>(
    `with queries as materialized (
       select config, query from (
         select config, websearch_to_tsquery(config::regconfig, $2) as query
         from unnest($3::text[]) as config
       ) q where numnode(query) > 0
     ), matches as (
       select s.entity_id as id, s.kind, s.config,
         round(ts_rank(s.search, q.query, 1) * 1000000)::integer as score
       from queries q
       join search_entry s on s.config = q.config and s.search @@ q.query
       join deck d on d.tenant_id = $1 and d.id = s.deck_id and d.status <> 'archived'
       where s.tenant_id = $1 and ($4::text is null or s.kind = $4)
         and ($5::uuid[] is null or s.deck_id = any ($5))
       limit ${MOST_MATCHES}
     )
     select id, kind, config, score from matches
     where $6::integer is null or (score, id) < ($6, $7::uuid)
     order by score desc, id desc limit $8`,
    [
      db.tenantId,
      storableText(q),
      configs,
      kind ?? null,
      deckIds ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit,
    ],
  );
  return rows;
}

export interface MarkedEntry {
  id: string;
  deckId: string;
  deckPath: string;
  title: string;
  /** With the markers around what was found. */
  markedTitle: string;
  markedText: string;
}

/** Characters that no text needs, around what was found. */
export const MARKERS = { start: '\u0002', stop: '\u0003' } as const;

/** Longer texts are looked through to here for the passages to show. */
const SHOWN = 10_000;

/** Titles and passages of entries, marked where the query matches. */
export async function markEntries(
  db: TenantDb,
  { q, entries }: { q: string; entries: RankedEntry[] },
): Promise<Map<string, MarkedEntry>> {
  if (entries.length === 0) return new Map();
  const markers = `StartSel=${MARKERS.start}, StopSel=${MARKERS.stop}`;
  const { rows } = await db.query<MarkedEntry & Record<string, unknown>>(
    `with found as (
       select x.id, x.config::regconfig as config, websearch_to_tsquery(x.config::regconfig, $3) as query,
         case x.kind when 'deck' then d.title else a.title end as title,
         translate(case x.kind when 'deck'
           then regexp_replace(coalesce(d.description, ''), '<[^>]*>', ' ', 'g')
           else a.plain_text end, $4, '') as text,
         d.id as deck_id, d.path
       from jsonb_to_recordset($2::jsonb) as x(id uuid, kind text, config text)
       -- one by one: a planner that does not know how few they are would read every atom
       left join lateral (select title, plain_text, deck_id from atom
         where tenant_id = $1 and id = x.id limit 1) a on true
       join deck d on d.tenant_id = $1 and d.id = coalesce(a.deck_id, x.id)
     )
     select id, deck_id as "deckId", path as "deckPath", title,
       ts_headline(config, translate(title, $4, ''), query, $5 || ', HighlightAll=true') as "markedTitle",
       ts_headline(config, left(text, ${SHOWN}), query,
         $5 || ', MaxFragments=2, MaxWords=25, MinWords=8, FragmentDelimiter=" … "') as "markedText"
     from found`,
    [db.tenantId, storableJson(entries), storableText(q), MARKERS.start + MARKERS.stop, markers],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
