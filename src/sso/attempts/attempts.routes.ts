import { Type } from 'typebox';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { read, tag } from '../connections/connections.routes.ts';
import { findAttempt, listAttempts } from './attempt.store.ts';

const Kind = OneOf(['sign_in', 'test', 'logout'] as const);
const Outcome = OneOf(['done', 'refused', 'abandoned'] as const);

const Attempt = Type.Object({
  id: Id,
  reference: Type.String({ description: 'what the page of an error shows' }),
  connectionId: Id,
  kind: Kind,
  outcome: Outcome,
  errorCode: Nullable(Type.String()),
  detail: Nullable(Type.String()),
  personId: Nullable(Id),
  steps: Type.Array(
    Type.Object({
      name: Type.String(),
      ms: Type.Integer({ description: 'since the request began' }),
      error: Type.Optional(Type.String()),
    }),
  ),
  said: Type.Record(Type.String(), Type.Unknown(), {
    description: 'which attributes came, without their values',
  }),
  ms: Type.Integer(),
  createdAt: Time,
});

/** `/v1/sso/attempts`: sign-ins and logouts step by step; kept for 30 days. */
export function attemptRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/sso/attempts',
      id: 'listSsoAttempts',
      tag,
      summary: 'List sign-ins, tests and logouts of the last 30 days, newest first',
      access: read,
      query: Type.Object(
        {
          ...PageQuery.properties,
          connectionId: Type.Optional(Id),
          kind: Type.Optional(Kind),
          outcome: Type.Optional(Outcome),
          reference: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(Attempt) },
      handle: async ({ caller, query }) => {
        const filter = { ...query, reference: query.reference?.toUpperCase() };
        const body = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listAttempts(db, { ...filter, ...range })),
        );
        return { status: 200, body };
      },
    }),
    route({
      method: 'get',
      path: '/v1/sso/attempts/{attemptId}',
      id: 'getSsoAttempt',
      tag,
      summary: 'Look at one sign-in',
      access: read,
      params: Type.Object({ attemptId: Id }),
      answers: { 200: Attempt },
      handle: async ({ caller, params: { attemptId } }) => {
        const body = await database.read(caller.tenantId, (db) => findAttempt(db, attemptId));
        if (!body) throw new Problem(404, 'not_found', { detail: 'There is no such sign-in.' });
        return { status: 200, body };
      },
    }),
  ];
}
