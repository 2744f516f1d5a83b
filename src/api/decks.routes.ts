import { Type } from 'typebox';
import { CreateDeck, Deck, DeckRevision, UpdateDeck } from '../core/decks/deck.schema.ts';
import { listDecks } from '../core/decks/deck.store.ts';
import { createDeck, deleteDeck, getDeck, updateDeck } from '../core/decks/deck.ts';
import { publishDeck } from '../core/decks/publishing/publish.ts';
import { listRevisions } from '../core/decks/publishing/revision.store.ts';
import { audit } from '../platform/audit/audit.store.ts';
import type { Database } from '../platform/database/database.ts';
import { decodeCursor, encodeCursor } from '../platform/http/cursor.ts';
import { pageById } from '../platform/http/paging.ts';
import { route } from '../platform/http/route.ts';
import { Id, OneOf, Page, PageQuery } from '../platform/http/shapes.ts';
import { versionOf } from '../platform/http/version.ts';

const tag = 'Decks';
const read = { scope: 'decks:read' } as const;
const write = { scope: 'decks:write' } as const;
const params = Type.Object({ deckId: Id });

/** `/v1/decks` */
export function deckRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/decks',
      id: 'listDecks',
      tag,
      summary: 'List decks; archived ones only when asked for',
      access: read,
      query: Type.Object(
        {
          ...PageQuery.properties,
          parent: Type.Optional(
            Type.String({
              pattern: '^(none|[0-9a-f-]{36})$',
              description: 'a deck, or `none` for the top',
            }),
          ),
          status: Type.Optional(OneOf(['draft', 'published', 'archived'] as const)),
          q: Type.Optional(Type.String({ maxLength: 200, description: 'part of the path' })),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(Deck) },
      handle: async ({ caller, query }) => {
        const { parent, status, q } = query;
        const body = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listDecks(db, { parent, status, q, ...range })),
        );
        return { status: 200, body };
      },
    }),
    route({
      method: 'post',
      path: '/v1/decks',
      id: 'createDeck',
      tag,
      summary: 'Make a deck',
      access: write,
      body: CreateDeck,
      answers: { 201: Deck },
      handle: async ({ caller, body }) => {
        const deck = await database.tenant(caller.tenantId, (db) => createDeck(db, body));
        return {
          status: 201,
          body: deck,
          version: deck.version,
          headers: { Location: `/v1/decks/${deck.id}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/decks/{deckId}',
      id: 'getDeck',
      tag,
      summary: 'One deck',
      access: read,
      params,
      answers: { 200: Deck },
      handle: async ({ caller, params }) => {
        const deck = await database.read(caller.tenantId, (db) => getDeck(db, params.deckId));
        return { status: 200, body: deck, version: deck.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/decks/{deckId}',
      id: 'updateDeck',
      tag,
      summary: 'Rename, move, describe or archive a deck',
      access: write,
      params,
      body: UpdateDeck,
      answers: { 200: Deck },
      handle: async ({ caller, params, body, ifMatch }) => {
        const version = versionOf(ifMatch);
        const deck = await database.tenant(caller.tenantId, (db) =>
          updateDeck(db, { id: params.deckId, version, changes: body }),
        );
        return { status: 200, body: deck, version: deck.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/decks/{deckId}',
      id: 'deleteDeck',
      tag,
      summary: 'Delete a deck that never held anything; others are archived',
      access: write,
      params,
      answers: { 204: null },
      handle: async ({ caller, params, ifMatch }) => {
        const version = versionOf(ifMatch);
        await database.tenant(caller.tenantId, async (db) => {
          await deleteDeck(db, { id: params.deckId, version });
          await audit(db, {
            actor: caller.name,
            action: 'deck.deleted',
            subject: { type: 'deck', id: params.deckId },
            detail: {},
          });
        });
        return { status: 204 };
      },
    }),
    route({
      method: 'post',
      path: '/v1/decks/{deckId}/publish',
      id: 'publishDeck',
      tag,
      summary:
        'Freeze what the deck holds as its new revision; unchanged, the latest one is answered',
      access: write,
      params,
      answers: { 200: DeckRevision },
      handle: async ({ caller, params }) => {
        const revision = await database.tenant(caller.tenantId, (db) =>
          publishDeck(db, { deckId: params.deckId, publishedBy: caller.name }),
        );
        return { status: 200, body: revision };
      },
    }),
    route({
      method: 'get',
      path: '/v1/decks/{deckId}/revisions',
      id: 'listRevisions',
      tag,
      summary: 'Published revisions, newest first',
      access: read,
      params,
      query: PageQuery,
      answers: { 200: Page(DeckRevision) },
      handle: async ({ caller, params, query }) => {
        const [before] = decodeCursor(query.cursor, ['int4']) ?? [];
        const rows = await database.read(caller.tenantId, async (db) => {
          await getDeck(db, params.deckId);
          return listRevisions(db, {
            deckId: params.deckId,
            before,
            limit: query.limit + 1,
          });
        });
        const data = rows.slice(0, query.limit);
        const last = data.at(-1);
        const nextCursor = rows.length > query.limit && last ? encodeCursor([last.revision]) : null;
        return { status: 200, body: { data, nextCursor } };
      },
    }),
  ];
}
