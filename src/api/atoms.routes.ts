import { Type } from 'typebox';
import { Atom, CreateAtom, UpdateAtom } from '../core/decks/atoms/atom.schema.ts';
import { listAtoms } from '../core/decks/atoms/atom.store.ts';
import { createAtom, deleteAtom, getAtom, updateAtom } from '../core/decks/atoms/atom.ts';
import { getDeck } from '../core/decks/deck.ts';
import { Relation } from '../core/decks/relations/relation.schema.ts';
import { deleteRelation, listRelations } from '../core/decks/relations/relation.store.ts';
import { addRelation } from '../core/decks/relations/relation.ts';
import type { Database } from '../platform/database/database.ts';
import { decodeCursor, encodeCursor } from '../platform/http/cursor.ts';
import { Problem } from '../platform/http/problem.ts';
import { route } from '../platform/http/route.ts';
import { Id, Page, PageQuery } from '../platform/http/shapes.ts';
import { versionOf } from '../platform/http/version.ts';

const tag = 'Atoms';
const read = { scope: 'decks:read' } as const;
const write = { scope: 'decks:write' } as const;
const params = Type.Object({ atomId: Id });

/** `/v1/atoms`, and the atoms of a deck. */
export function atomRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/decks/{deckId}/atoms',
      id: 'listAtoms',
      tag,
      summary: 'Atoms of a deck, in their order, with their prompts',
      access: read,
      params: Type.Object({ deckId: Id }),
      query: PageQuery,
      answers: { 200: Page(Atom) },
      handle: async ({ caller, params, query }) => {
        const after = decodeCursor(query.cursor, ['int4', 'id']);
        const { rows, next } = await database.read(caller.tenantId, async (db) => {
          await getDeck(db, params.deckId);
          return listAtoms(db, {
            deckId: params.deckId,
            after,
            limit: query.limit,
          });
        });
        return { status: 200, body: { data: rows, nextCursor: next ? encodeCursor(next) : null } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/decks/{deckId}/atoms',
      id: 'createAtom',
      tag,
      summary: 'Add an atom to a deck; it shows once the deck is published',
      access: write,
      params: Type.Object({ deckId: Id }),
      body: CreateAtom,
      answers: { 201: Atom },
      handle: async ({ caller, params, body }) => {
        const atom = await database.tenant(caller.tenantId, (db) =>
          createAtom(db, { deckId: params.deckId, input: body }),
        );
        return {
          status: 201,
          body: atom,
          version: atom.version,
          headers: { Location: `/v1/atoms/${atom.id}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/atoms/{atomId}',
      id: 'getAtom',
      tag,
      summary: 'One atom',
      access: read,
      params,
      answers: { 200: Atom },
      handle: async ({ caller, params }) => {
        const atom = await database.read(caller.tenantId, (db) => getAtom(db, params.atomId));
        return { status: 200, body: atom, version: atom.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/atoms/{atomId}',
      id: 'updateAtom',
      tag,
      summary: 'Change an atom; learners keep what they know of it',
      access: write,
      params,
      body: UpdateAtom,
      answers: { 200: Atom },
      handle: async ({ caller, params, body, ifMatch }) => {
        const version = versionOf(ifMatch);
        const atom = await database.tenant(caller.tenantId, (db) =>
          updateAtom(db, { id: params.atomId, version, changes: body }),
        );
        return { status: 200, body: atom, version: atom.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/atoms/{atomId}',
      id: 'deleteAtom',
      tag,
      summary: 'Delete an atom; published revisions keep it',
      access: write,
      params,
      answers: { 204: null },
      handle: async ({ caller, params, ifMatch }) => {
        const version = versionOf(ifMatch);
        await database.tenant(caller.tenantId, (db) =>
          deleteAtom(db, { id: params.atomId, version }),
        );
        return { status: 204 };
      },
    }),
    route({
      method: 'get',
      path: '/v1/atoms/{atomId}/relations',
      id: 'listRelations',
      tag,
      summary: 'What an atom builds on, and what builds on it',
      access: read,
      params,
      answers: { 200: Type.Object({ data: Type.Array(Relation) }) },
      handle: async ({ caller, params }) => {
        const data = await database.read(caller.tenantId, async (db) => {
          await getAtom(db, params.atomId);
          return listRelations(db, params.atomId);
        });
        return { status: 200, body: { data } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/atom-relations',
      id: 'addRelation',
      tag,
      summary: 'Relate two atoms; a cycle of prerequisites is refused and named',
      access: write,
      body: Relation,
      answers: { 201: Relation },
      handle: async ({ caller, body }) => {
        await database.tenant(caller.tenantId, (db) => addRelation(db, body));
        return { status: 201, body };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/atoms/{atomId}/relations/{toAtomId}/{kind}',
      id: 'removeRelation',
      tag,
      summary: 'Take a relation back',
      access: write,
      params: Type.Object({ atomId: Id, toAtomId: Id, kind: Relation.properties.kind }),
      answers: { 204: null },
      handle: async ({ caller, params }) => {
        const { atomId: from, toAtomId: to, kind } = params;
        const found = await database.tenant(caller.tenantId, (db) =>
          deleteRelation(db, { from, to, kind }),
        );
        if (!found) throw new Problem(404, 'not_found', { detail: 'There is no such relation.' });
        return { status: 204 };
      },
    }),
  ];
}
