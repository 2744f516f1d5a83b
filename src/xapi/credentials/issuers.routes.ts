import { scopes as lrsScopes, versions } from '@crosswalk/xapi-lrs';
import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { deleteIssuer, insertIssuer, listIssuers } from './issuer.store.ts';

const tag = 'LRS credentials';
const access = { scope: 'keys:write' } as const;
const Uri = Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 2_000 });

const given = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  issuer: Type.String({ minLength: 1, maxLength: 2_000, description: '`iss` of its tokens' }),
  audience: Type.String({
    minLength: 1,
    maxLength: 2_000,
    description: '`aud` of its tokens; with the issuer it tells the tenant',
  }),
  jwksUri: Type.Unsafe<string>({ ...Uri, description: 'where its public keys are' }),
  scopes: Type.Array(OneOf(lrsScopes), {
    minItems: 1,
    uniqueItems: true,
    description: 'what its tokens may do at most; their `scope` says which of these',
  }),
};
const defaultVersion = OneOf(versions);
const LrsIssuer = Type.Object({ id: Id, ...given, defaultVersion, createdAt: Time });

interface IssuerRoutesDeps {
  database: Database;
  lrsCallers: { forget(): void };
}

/** `/v1/lrs-issuers`: whose bearer tokens open the LRS. */
export function issuerRoutes({ database, lrsCallers }: IssuerRoutesDeps) {
  return [
    route({
      method: 'get',
      path: '/v1/lrs-issuers',
      id: 'listLrsIssuers',
      tag,
      summary: 'List issuers of bearer tokens for the LRS, newest first',
      access,
      query: PageQuery,
      answers: { 200: Page(LrsIssuer) },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listIssuers(db, range)),
        ),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/lrs-issuers',
      id: 'createLrsIssuer',
      tag,
      summary: 'Trust the bearer tokens (JSON Web Tokens) of an issuer on `/xapi`',
      access,
      body: Type.Object(
        { ...given, defaultVersion: Type.Optional(defaultVersion) },
        { additionalProperties: false },
      ),
      answers: { 201: LrsIssuer },
      handle: async ({ caller, body }) => {
        const id = uuidv7();
        const made = await database.tenant(caller.tenantId, async (db) => {
          const { defaultVersion: version = '2.0.0', ...issuer } = body;
          const record = await insertIssuer(db, { id, ...issuer, defaultVersion: version });
          if (record) {
            await audit(db, {
              actor: caller.name,
              action: 'lrs_issuer.created',
              subject: { type: 'lrs_issuer', id },
              detail: { issuer: body.issuer, audience: body.audience, scopes: body.scopes },
            });
          }
          return record;
        });
        if (!made) {
          throw new Problem(409, 'conflict', {
            detail: 'This issuer is used with this audience already. Choose another audience.',
          });
        }
        return { status: 201, body: made, headers: { Location: `/v1/lrs-issuers/${id}` } };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/lrs-issuers/{issuerId}',
      id: 'deleteLrsIssuer',
      tag,
      summary: 'Trust an issuer no longer',
      access,
      params: Type.Object({ issuerId: Id }),
      answers: { 204: null },
      handle: async ({ caller, params: { issuerId } }) => {
        const done = await database.tenant(caller.tenantId, async (db) => {
          const deleted = await deleteIssuer(db, issuerId);
          if (deleted) {
            await audit(db, {
              actor: caller.name,
              action: 'lrs_issuer.deleted',
              subject: { type: 'lrs_issuer', id: issuerId },
              detail: {},
            });
          }
          return deleted;
        });
        if (!done) throw new Problem(404, 'not_found', { detail: 'There is no such issuer.' });
        lrsCallers.forget();
        return { status: 204 };
      },
    }),
  ];
}
