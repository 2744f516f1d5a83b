import { Type } from 'typebox';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id } from '../../platform/http/shapes.ts';
import {
  type ChangeDeps,
  changeConnection,
  requireScimConnection,
} from '../connections/change-connection.ts';
import { CreateScimToken, NewScimToken, ScimToken } from '../connections/connection.schema.ts';
import { connectionParams, read, tag, write } from '../connections/connections.routes.ts';
import { makeToken } from './make-token.ts';
import { listTokens, revokeToken } from './scim-token.store.ts';

export interface TokenRoutesDeps extends ChangeDeps {
  pepper: Uint8Array;
}

/** `/v1/scim/connections/{id}/tokens`: two may be live, so that one can take the other's place. */
export function tokenRoutes(deps: TokenRoutesDeps) {
  const { database, pepper } = deps;
  return [
    route({
      method: 'get',
      path: '/v1/scim/connections/{connectionId}/tokens',
      id: 'listScimTokens',
      tag,
      summary: 'Tokens of a SCIM connection, newest first',
      access: read,
      params: connectionParams,
      answers: { 200: Type.Object({ data: Type.Array(ScimToken) }) },
      handle: async ({ caller, params: { connectionId } }) => {
        const data = await database.read(caller.tenantId, async (db) => {
          await requireScimConnection(db, connectionId);
          return listTokens(db, connectionId);
        });
        return { status: 200, body: { data } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/scim/connections/{connectionId}/tokens',
      id: 'createScimToken',
      tag,
      summary: 'Make another token, which is shown here only; the one so far goes on to work',
      description:
        'To rotate: make one, give it to the client, see that it is used, revoke the other.',
      access: write,
      params: connectionParams,
      body: CreateScimToken,
      answers: { 201: NewScimToken },
      handle: async ({ caller, params: { connectionId }, body }) => {
        const change = { caller, id: connectionId, action: 'token_created', detail: { ...body } };
        const made = await changeConnection(deps, change, (db) =>
          makeToken(db, { pepper, connectionId, ...body }),
        );
        return { status: 201, body: made };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/scim/connections/{connectionId}/tokens/{tokenId}',
      id: 'revokeScimToken',
      tag,
      summary: 'Revoke a token; it is dead everywhere within 10 seconds',
      access: write,
      params: Type.Object({ connectionId: Id, tokenId: Id }),
      answers: { 200: ScimToken },
      handle: async ({ caller, params: { connectionId, tokenId: id } }) => {
        const change = { caller, id: connectionId, action: 'token_revoked', detail: { id } };
        const revoked = await changeConnection(deps, change, async (db) => {
          const token = await revokeToken(db, { id, connectionId });
          if (!token) throw new Problem(404, 'not_found', { detail: 'There is no such token.' });
          return token;
        });
        return { status: 200, body: revoked };
      },
    }),
  ];
}
