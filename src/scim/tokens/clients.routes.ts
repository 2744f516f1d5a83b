import { Type } from 'typebox';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id } from '../../platform/http/shapes.ts';
import { changeConnection, requireScimConnection } from '../connections/change-connection.ts';
import { CreateScimClient, NewScimClient, ScimClient } from '../connections/connection.schema.ts';
import { connectionParams, read, tag, write } from '../connections/connections.routes.ts';
import { makeClient } from './make-token.ts';
import { listClients, revokeClient } from './scim-client.store.ts';
import type { TokenRoutesDeps } from './tokens.routes.ts';

/** `/v1/scim/connections/{id}/clients`: OAuth 2.0 clients, such as Entra may be. */
export function clientRoutes(deps: TokenRoutesDeps) {
  const { database, pepper } = deps;
  return [
    route({
      method: 'get',
      path: '/v1/scim/connections/{connectionId}/clients',
      id: 'listScimClients',
      tag,
      summary: 'OAuth 2.0 clients of a SCIM connection, newest first',
      access: read,
      params: connectionParams,
      answers: { 200: Type.Object({ data: Type.Array(ScimClient) }) },
      handle: async ({ caller, params: { connectionId } }) => {
        const data = await database.read(caller.tenantId, async (db) => {
          await requireScimConnection(db, connectionId);
          return listClients(db, connectionId);
        });
        return { status: 200, body: { data } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/scim/connections/{connectionId}/clients',
      id: 'createScimClient',
      tag,
      summary: 'Make an OAuth 2.0 client, whose secret is shown here only',
      description:
        'It fetches tokens at `tokenUrl` by its client credentials (RFC 6749 4.4), as Entra does where it is told to.',
      access: write,
      params: connectionParams,
      body: CreateScimClient,
      answers: { 201: NewScimClient },
      handle: async ({ caller, params: { connectionId }, body }) => {
        const change = { caller, id: connectionId, action: 'client_created', detail: { ...body } };
        const made = await changeConnection(deps, change, (db) =>
          makeClient(db, { pepper, connectionId, ...body }),
        );
        return { status: 201, body: made };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/scim/connections/{connectionId}/clients/{clientId}',
      id: 'revokeScimClient',
      tag,
      summary: 'Revoke an OAuth 2.0 client and the tokens that it fetched',
      access: write,
      params: Type.Object({ connectionId: Id, clientId: Id }),
      answers: { 200: ScimClient },
      handle: async ({ caller, params: { connectionId, clientId: id } }) => {
        const change = { caller, id: connectionId, action: 'client_revoked', detail: { id } };
        const revoked = await changeConnection(deps, change, async (db) => {
          const client = await revokeClient(db, { id, connectionId });
          if (!client) throw new Problem(404, 'not_found', { detail: 'There is no such client.' });
          return client;
        });
        return { status: 200, body: revoked };
      },
    }),
  ];
}
