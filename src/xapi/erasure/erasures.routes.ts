import { ifiOf } from '@crosswalk/xapi-lrs';
import { type TProperties, Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { deleteErasure, type Erasure, findErasure, listErasures } from './erasure.store.ts';
import { requestActorErasure, requestPersonErasure } from './request-erasure.ts';

const tag = 'Erasure';
/** What is erased cannot be brought back: only administrators. */
const access = { scope: 'settings:write' } as const;
const params = Type.Object({ erasureId: Id });

const Count = Type.Integer();
const ErasureShape = Type.Object({
  id: Id,
  personId: Nullable(Id),
  mode: OneOf(['pseudonymise', 'purge']),
  status: OneOf(['queued', 'running', 'succeeded', 'failed']),
  pseudonym: Type.String({ description: 'name of the account that took their place' }),
  report: Type.Object({
    statementsPseudonymised: Count,
    statementsDeleted: Count,
    documentsDeleted: Count,
    attachmentsDeleted: Count,
  }),
  error: Nullable(Type.Object({ code: Type.String(), detail: Type.String() })),
  createdAt: Time,
  finishedAt: Nullable(Time),
});

const mode = {
  mode: Type.Unsafe<'pseudonymise' | 'purge'>({
    ...OneOf(['pseudonymise', 'purge']),
    default: 'pseudonymise',
    description:
      'pseudonymise: statements stay under a random account; purge: their own statements are deleted',
  }),
};

const identifiedBy = <P extends TProperties>(properties: P) =>
  Type.Object(
    { objectType: Type.Optional(OneOf(['Agent', 'Group'])), ...properties },
    { additionalProperties: false },
  );
const text = Type.String({ minLength: 1, maxLength: 4_000 });
const Agent = Type.Union(
  [
    identifiedBy({ mbox: Type.String({ pattern: '^mailto:', maxLength: 4_000 }) }),
    identifiedBy({ mbox_sha1sum: Type.String({ pattern: '^[0-9a-fA-F]{40}$' }) }),
    identifiedBy({ openid: text }),
    identifiedBy({
      account: Type.Object({ homePage: text, name: text }, { additionalProperties: false }),
    }),
  ],
  { description: 'an xAPI agent: exactly one of mbox, mbox_sha1sum, openid, account' },
);

function bodyOf({ id, personId, mode, status, pseudonym, report, error, ...times }: Erasure) {
  const { createdAt, finishedAt } = times;
  return { id, personId, mode, status, pseudonym, report, error, createdAt, finishedAt };
}

const accepted = (erasure: Erasure) => ({
  status: 202,
  body: bodyOf(erasure),
  headers: { Location: `/v1/erasures/${erasure.id}` },
});

/** Erasing people, and actors whom only statements know, from everything of the tenant. */
export function erasureRoutes({
  database,
  config,
}: {
  database: Database;
  config: { publicUrl: string };
}) {
  return [
    route({
      method: 'post',
      path: '/v1/people/{personId}/erasures',
      id: 'erasePerson',
      tag,
      summary: 'Erase a person from statements, documents and facts, and delete them',
      description:
        'By their account of the hub, their e-mail address and its hash, and their identities. From then on statements that name them are pseudonymised as they come, after a purge refused.',
      access,
      params: Type.Object({ personId: Id }),
      body: Type.Object(mode, { additionalProperties: false }),
      answers: { 202: ErasureShape },
      handle: async ({ caller, params: { personId }, body }) =>
        accepted(
          await database.tenant(caller.tenantId, (db) =>
            requestPersonErasure(db, {
              ...{ personId, mode: body.mode, by: caller.name, hub: config.publicUrl },
            }),
          ),
        ),
    }),
    route({
      method: 'post',
      path: '/v1/actors/erasures',
      id: 'eraseActor',
      tag,
      summary: 'Erase an actor whom only statements know',
      access,
      body: Type.Object({ ...mode, agent: Agent }, { additionalProperties: false }),
      answers: { 202: ErasureShape },
      handle: async ({ caller, body: { mode: how, agent } }) => {
        const ifi = ifiOf(agent);
        if (ifi === undefined) throw new Problem(422, 'invalid_input');
        return accepted(
          await database.tenant(caller.tenantId, (db) =>
            requestActorErasure(db, {
              ...{ ifi, mode: how, by: caller.name, hub: config.publicUrl },
            }),
          ),
        );
      },
    }),
    route({
      method: 'get',
      path: '/v1/erasures',
      id: 'listErasures',
      tag,
      summary: 'List erasures, newest first',
      access,
      query: PageQuery,
      answers: { 200: Page(ErasureShape) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listErasures(db, range)),
        );
        return { status: 200, body: { ...page, data: page.data.map(bodyOf) } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/erasures/{erasureId}',
      id: 'getErasure',
      tag,
      summary: 'How far an erasure is, and what it did',
      access,
      params,
      answers: { 200: ErasureShape },
      handle: async ({ caller, params: { erasureId } }) => {
        const erasure = await database.read(caller.tenantId, (db) => findErasure(db, erasureId));
        if (!erasure) throw new Problem(404, 'not_found', { detail: 'There is no such erasure.' });
        return { status: 200, body: bodyOf(erasure) };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/erasures/{erasureId}',
      id: 'liftErasure',
      tag,
      summary: 'Let statements name them again; what was erased stays so',
      access,
      params,
      answers: { 204: null },
      handle: async ({ caller, params: { erasureId } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          if (!(await findErasure(db, erasureId))) {
            throw new Problem(404, 'not_found', { detail: 'There is no such erasure.' });
          }
          if (!(await deleteErasure(db, erasureId))) {
            throw new Problem(409, 'under_way', { detail: 'This erasure has not ended yet.' });
          }
          await audit(db, {
            actor: caller.name,
            action: 'erasure.lifted',
            subject: { type: 'erasure', id: erasureId },
            detail: {},
          });
        });
        return { status: 204 };
      },
    }),
  ];
}
