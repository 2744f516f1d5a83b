import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import type { Credentials } from '../../platform/tenancy/credentials.ts';
import { read, tag, write } from '../connections/connections.routes.ts';
import { endSessions, listSessions, type SsoSession } from './session.store.ts';

const Session = Type.Object({
  id: Id,
  connectionId: Id,
  personId: Id,
  createdAt: Time,
  expiresAt: Time,
  endedAt: Nullable(Time),
  endedBy: Nullable(Type.String({ description: '`person`, `provider`, or who called the API' })),
});

const shown = ({ subject: _, nameIdFormat: _f, sessionIndex: _i, ...session }: SsoSession) =>
  session;

interface SessionRoutesDeps {
  database: Database;
  credentials: Pick<Credentials, 'forget'>;
}

/** `/v1/sso/sessions`: who is signed in by an identity provider. */
export function sessionRoutes({ database, credentials }: SessionRoutesDeps) {
  return [
    route({
      method: 'get',
      path: '/v1/sso/sessions',
      id: 'listSsoSessions',
      tag,
      summary: 'List sessions that began at an identity provider, newest first',
      access: read,
      query: Type.Object(
        {
          ...PageQuery.properties,
          connectionId: Type.Optional(Id),
          personId: Type.Optional(Id),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(Session) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listSessions(db, { ...query, ...range })),
        );
        return { status: 200, body: { ...page, data: page.data.map(shown) } };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/sso/sessions/{sessionId}',
      id: 'endSsoSession',
      tag,
      summary: 'Sign somebody out: dead here at once, elsewhere within 10 seconds',
      access: write,
      params: Type.Object({ sessionId: Id }),
      answers: { 204: null },
      handle: async ({ caller, params: { sessionId: id } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          if ((await endSessions(db, { id }, caller.name)) === 0) {
            throw new Problem(404, 'not_found', { detail: 'There is no such session going on.' });
          }
          await audit(db, {
            ...{ actor: caller.name, action: 'sso_session.ended' },
            ...{ subject: { type: 'sso_session', id }, detail: {} },
          });
        });
        credentials.forget();
        return { status: 204 };
      },
    }),
  ];
}
