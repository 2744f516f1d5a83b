import { Type } from 'typebox';
import {
  insertConnection,
  listConnections,
  updateConnection,
} from '../../core/people/connections/connection.store.ts';
import { type Connection, defaultGuard } from '../../core/people/connections/connection.ts';
import { removeConnection } from '../../core/people/connections/remove-connection.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Page, PageQuery } from '../../platform/http/shapes.ts';
import { versionOf } from '../../platform/http/version.ts';
import { deleteSecret } from '../../platform/tenancy/tenants.store.ts';
import { authorizationOf } from '../events/push-events.ts';
import type { SchemaSource } from '../extensions/tenant-schemas.ts';
import { makeToken } from '../tokens/make-token.ts';
import { type ChangeDeps, changeConnection, requireScimConnection } from './change-connection.ts';
import { checkMapping } from './check-mapping.ts';
import {
  CreateScimConnection,
  NewScimConnection,
  ScimConnection,
  UpdateScimConnection,
} from './connection.schema.ts';

export const tag = 'SCIM';
export const read = { scope: 'connections:read' } as const;
export const write = { scope: 'connections:write' } as const;
export const connectionParams = Type.Object({ connectionId: Id });

export interface ConnectionRoutesDeps extends ChangeDeps {
  pepper: Uint8Array;
  schemas: Pick<SchemaSource, 'of'>;
  config: { publicUrl: string };
}

/** `/v1/scim/connections`: who may tell of people by SCIM. */
export function connectionRoutes(deps: ConnectionRoutesDeps) {
  const { database, pepper, schemas, config } = deps;
  const shown = ({ kind: _, settings: __, ...connection }: Connection) => ({
    ...connection,
    baseUrl: `${config.publicUrl}/scim/v2`,
    tokenUrl: `${config.publicUrl}/scim/v2/oauth/token`,
  });

  return [
    route({
      method: 'get',
      path: '/v1/scim/connections',
      id: 'listScimConnections',
      tag,
      summary: 'List SCIM connections, newest first',
      access: read,
      query: PageQuery,
      answers: { 200: Page(ScimConnection) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listConnections(db, { kind: 'scim', ...range })),
        );
        return { status: 200, body: { ...page, data: page.data.map(shown) } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/scim/connections',
      id: 'createScimConnection',
      tag,
      summary: 'Make a connection and its first token, which is shown here only',
      description:
        'The client is given `baseUrl` and the token, as bearer token of every call. It sees the people that it made or was linked to, and nobody else.',
      access: write,
      body: CreateScimConnection,
      answers: { 201: NewScimConnection },
      handle: async ({ caller, body: { token, ...given } }) => {
        checkMapping(given.mapping, (await schemas.of(caller.tenantId)).User);
        const id = uuidv7();
        const { name, profile } = given;
        const change = { caller, id, action: 'created', detail: { name, profile } };
        const made = await changeConnection(deps, change, async (db) => {
          const connection = await insertConnection(db, {
            ...{ linking: 'none', mapping: {}, guard: defaultGuard, deletionDays: 30 },
            ...{ enabled: true, settings: {} },
            ...given,
            ...{ id, kind: 'scim' },
          });
          const { token: secret } = await makeToken(db, { pepper, connectionId: id, ...token });
          return { ...shown(connection), token: secret };
        });
        return {
          status: 201,
          body: made,
          version: made.version,
          headers: { Location: `/v1/scim/connections/${id}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/scim/connections/{connectionId}',
      id: 'getScimConnection',
      tag,
      summary: 'One SCIM connection',
      access: read,
      params: connectionParams,
      answers: { 200: ScimConnection },
      handle: async ({ caller, params: { connectionId } }) => {
        const found = await database.read(caller.tenantId, (db) =>
          requireScimConnection(db, connectionId),
        );
        return { status: 200, body: shown(found), version: found.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/scim/connections/{connectionId}',
      id: 'updateScimConnection',
      tag,
      summary: 'Change or turn off a SCIM connection',
      description:
        'Another linking rule and mapping hold for whom the client tells of from now on; nobody who is linked is separated.',
      access: write,
      params: connectionParams,
      body: UpdateScimConnection,
      answers: { 200: ScimConnection },
      handle: async ({ caller, params: { connectionId: id }, body, ifMatch }) => {
        const wanted = versionOf(ifMatch);
        checkMapping(body.mapping, (await schemas.of(caller.tenantId)).User);
        const change = { caller, id, action: 'updated', detail: { changed: Object.keys(body) } };
        const changed = await changeConnection(deps, change, async (db) => {
          const known = await requireScimConnection(db, id);
          const version = wanted ?? known.version;
          const updated = await updateConnection(db, { ...known, ...body, version });
          if (!updated) throw changedMeanwhile();
          return updated;
        });
        return { status: 200, body: shown(changed), version: changed.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/scim/connections/{connectionId}',
      id: 'deleteScimConnection',
      tag,
      summary: 'Forget a SCIM connection, its tokens, rules, holds and log',
      description:
        'People stay as they are, and so do its groups, which are then kept by hand; roles that its rules gave are taken back.',
      access: write,
      params: connectionParams,
      answers: { 204: null },
      handle: async ({ caller, params: { connectionId: id } }) => {
        await changeConnection(deps, { caller, id, action: 'deleted' }, async (db) => {
          await requireScimConnection(db, id);
          await removeConnection(db, { id, kind: 'scim' });
          await deleteSecret(db, authorizationOf(id));
        });
        return { status: 204 };
      },
    }),
  ];
}

function changedMeanwhile(): Problem {
  return new Problem(412, 'version_mismatch', {
    detail: 'The connection was changed meanwhile.',
  });
}
