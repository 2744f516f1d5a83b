import { Type } from 'typebox';
import { getAtom } from '../core/decks/atoms/atom.ts';
import {
  AtomConcept,
  Concept,
  CreateConcept,
  PutAtomConcept,
  UpdateConcept,
} from '../core/decks/concepts/concept.schema.ts';
import {
  deleteAtomConcept,
  listAtomConcepts,
  listConcepts,
} from '../core/decks/concepts/concept.store.ts';
import {
  createConcept,
  deleteConcept,
  getConcept,
  linkConcept,
  updateConcept,
} from '../core/decks/concepts/concept.ts';
import type { Database } from '../platform/database/database.ts';
import { pageById } from '../platform/http/paging.ts';
import { Problem } from '../platform/http/problem.ts';
import { route } from '../platform/http/route.ts';
import { Id, Page, PageQuery } from '../platform/http/shapes.ts';
import { versionOf } from '../platform/http/version.ts';

const tag = 'Concepts';
const read = { scope: 'decks:read' } as const;
const write = { scope: 'decks:write' } as const;
const params = Type.Object({ conceptId: Id });
const linkParams = Type.Object({ atomId: Id, conceptId: Id });

/** `/v1/concepts`, and which atoms introduce or use them. */
export function conceptRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/concepts',
      id: 'listConcepts',
      tag,
      summary: 'List concepts',
      access: read,
      query: Type.Object(
        { ...PageQuery.properties, q: Type.Optional(Type.String({ maxLength: 200 })) },
        { additionalProperties: false },
      ),
      answers: { 200: Page(Concept) },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listConcepts(db, { q: query.q, ...range })),
        ),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/concepts',
      id: 'createConcept',
      tag,
      summary: 'Make a concept',
      access: write,
      body: CreateConcept,
      answers: { 201: Concept },
      handle: async ({ caller, body }) => {
        const concept = await database.tenant(caller.tenantId, (db) => createConcept(db, body));
        return {
          status: 201,
          body: concept,
          version: concept.version,
          headers: { Location: `/v1/concepts/${concept.id}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/concepts/{conceptId}',
      id: 'getConcept',
      tag,
      summary: 'One concept',
      access: read,
      params,
      answers: { 200: Concept },
      handle: async ({ caller, params }) => {
        const concept = await database.read(caller.tenantId, (db) =>
          getConcept(db, params.conceptId),
        );
        return { status: 200, body: concept, version: concept.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/concepts/{conceptId}',
      id: 'updateConcept',
      tag,
      summary: 'Change a concept',
      access: write,
      params,
      body: UpdateConcept,
      answers: { 200: Concept },
      handle: async ({ caller, params, body, ifMatch }) => {
        const version = versionOf(ifMatch);
        const concept = await database.tenant(caller.tenantId, (db) =>
          updateConcept(db, { id: params.conceptId, version, changes: body }),
        );
        return { status: 200, body: concept, version: concept.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/concepts/{conceptId}',
      id: 'deleteConcept',
      tag,
      summary: 'Delete a concept; atoms only lose their link to it',
      access: write,
      params,
      answers: { 204: null },
      handle: async ({ caller, params, ifMatch }) => {
        const version = versionOf(ifMatch);
        await database.tenant(caller.tenantId, (db) =>
          deleteConcept(db, { id: params.conceptId, version }),
        );
        return { status: 204 };
      },
    }),
    route({
      method: 'get',
      path: '/v1/atoms/{atomId}/concepts',
      id: 'listAtomConcepts',
      tag,
      summary: 'Concepts that an atom introduces or uses',
      access: read,
      params: Type.Object({ atomId: Id }),
      answers: { 200: Type.Object({ data: Type.Array(AtomConcept) }) },
      handle: async ({ caller, params }) => {
        const data = await database.read(caller.tenantId, async (db) => {
          await getAtom(db, params.atomId);
          return listAtomConcepts(db, params.atomId);
        });
        return { status: 200, body: { data } };
      },
    }),
    route({
      method: 'put',
      path: '/v1/atoms/{atomId}/concepts/{conceptId}',
      id: 'linkConcept',
      tag,
      summary: 'Say that an atom introduces or uses a concept',
      access: write,
      params: linkParams,
      body: PutAtomConcept,
      answers: { 200: Type.Object({ data: Type.Array(AtomConcept) }) },
      handle: async ({ caller, params, body }) => {
        const data = await database.tenant(caller.tenantId, (db) =>
          linkConcept(db, { ...params, link: body }),
        );
        return { status: 200, body: { data } };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/atoms/{atomId}/concepts/{conceptId}',
      id: 'unlinkConcept',
      tag,
      summary: 'Take that back',
      access: write,
      params: linkParams,
      answers: { 204: null },
      handle: async ({ caller, params }) => {
        const found = await database.tenant(caller.tenantId, (db) => deleteAtomConcept(db, params));
        if (!found)
          throw new Problem(404, 'not_found', { detail: 'This atom has no such concept.' });
        return { status: 204 };
      },
    }),
  ];
}
