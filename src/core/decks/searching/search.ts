import type { TenantDb } from '../../../platform/database/database.ts';
import { escapeHtml } from '../rendering/html/text.ts';
import {
  MARKERS,
  markEntries,
  rankEntries,
  type SearchCursor,
  type SearchQuery,
} from './search.store.ts';
import { searchConfiguration } from './search-language.ts';

export interface SearchHit {
  kind: 'deck' | 'atom';
  id: string;
  deckId: string;
  deckPath: string;
  title: string;
  titleHtml: string;
  snippetHtml: string;
  score: number;
}

export interface ContentQuery extends Omit<SearchQuery, 'configs'> {
  /** BCP 47: only what is written in it. */
  language?: string | undefined;
}

/** Decks and atoms that match, best first; drafts too, archived decks not. */
export async function searchContent(
  db: TenantDb,
  { language, ...query }: ContentQuery,
): Promise<{ rows: SearchHit[]; next: SearchCursor | null }> {
  const ranked = await rankEntries(db, {
    ...query,
    configs: language === undefined ? undefined : [searchConfiguration(language)],
    limit: query.limit + 1,
  });
  const page = ranked.slice(0, query.limit);
  const marked = await markEntries(db, { q: query.q, entries: page });
  const last = page.at(-1);
  return {
    rows: page.flatMap(({ id, kind, score }) => {
      const entry = marked.get(id);
      if (!entry) return [];
      const { markedTitle, markedText, ...rest } = entry;
      return {
        kind,
        ...rest,
        titleHtml: highlight(markedTitle),
        snippetHtml: highlight(markedText),
        score,
      };
    }),
    next: ranked.length > query.limit && last ? [last.score, last.id] : null,
  };
}

/** The text is escaped first, so that nothing but the marks is HTML. */
function highlight(text: string): string {
  return escapeHtml(text).replaceAll(MARKERS.start, '<mark>').replaceAll(MARKERS.stop, '</mark>');
}
