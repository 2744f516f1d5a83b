import { Type } from 'typebox';
import { SearchHit } from '../core/decks/searching/search.schema.ts';
import { searchContent } from '../core/decks/searching/search.ts';
import type { Database } from '../platform/database/database.ts';
import { decodeCursor, encodeCursor } from '../platform/http/cursor.ts';
import { route } from '../platform/http/route.ts';
import { Id, OneOf, Page, PageQuery } from '../platform/http/shapes.ts';

/** `/v1/search` */
export function searchRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/search',
      id: 'search',
      tag: 'Search',
      summary: 'Search decks and atoms: words, "phrases", or, -without; best first',
      access: { scope: 'decks:read' },
      query: Type.Object(
        {
          ...PageQuery.properties,
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
          q: Type.String({ minLength: 1, maxLength: 500 }),
          kind: Type.Optional(OneOf(['deck', 'atom'] as const)),
          language: Type.Optional(
            Type.String({ maxLength: 35, description: 'BCP 47: only what is written in it' }),
          ),
          deckId: Type.Optional(Id),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(SearchHit) },
      handle: async ({ caller, query }) => {
        const { q, kind, language, deckId, limit } = query;
        const after = decodeCursor(query.cursor, ['int4', 'id']);
        const { rows, next } = await database.read(caller.tenantId, (db) =>
          searchContent(db, {
            q,
            kind,
            language,
            deckIds: deckId ? [deckId] : undefined,
            after,
            limit,
          }),
        );
        return { status: 200, body: { data: rows, nextCursor: next ? encodeCursor(next) : null } };
      },
    }),
  ];
}
