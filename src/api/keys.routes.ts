import { Type } from 'typebox';
import { getPerson } from '../core/people/person.ts';
import { audit } from '../platform/audit/audit.store.ts';
import { newApiKey } from '../platform/crypto/api-keys.ts';
import { newToken } from '../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../platform/crypto/uuid.ts';
import type { Database } from '../platform/database/database.ts';
import { pageById } from '../platform/http/paging.ts';
import { Problem } from '../platform/http/problem.ts';
import { route } from '../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../platform/http/shapes.ts';
import { insertApiKey, listApiKeys, revokeApiKey } from '../platform/tenancy/api-keys.store.ts';
import { ADMIN_LINK_MS, ADMIN_LINK_PURPOSE } from '../platform/tenancy/bootstrap.ts';
import { insertAccessToken } from '../platform/tenancy/credentials.store.ts';
import type { Credentials } from '../platform/tenancy/credentials.ts';
import { roleScopes, roles, scopes } from '../platform/tenancy/scopes.ts';

const Role = OneOf(roles);
const Scope = OneOf(scopes);

const ApiKey = Type.Object({
  id: Id,
  name: Type.String(),
  role: Role,
  scopes: Nullable(Type.Array(Scope)),
  personId: Nullable(Id),
  prefix: Type.String({ description: 'first characters of the key' }),
  createdAt: Time,
  expiresAt: Nullable(Time),
  revokedAt: Nullable(Time),
  lastUsedAt: Nullable(Time),
});

const NewApiKey = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    role: Role,
    scopes: Type.Optional(
      Type.Array(Scope, { uniqueItems: true, description: 'fewer than the role has; default all' }),
    ),
    personId: Type.Optional(Id),
    expiresAt: Type.Optional(Time),
  },
  { additionalProperties: false },
);

interface KeyRoutesDeps {
  database: Database;
  credentials: Credentials;
  pepper: Uint8Array;
  config: { publicUrl: string };
}

/** `/v1/api-keys`: a key is shown once, when it is made; afterwards only its prefix. */
export function keyRoutes({ database, credentials, pepper, config }: KeyRoutesDeps) {
  return [
    route({
      method: 'get',
      path: '/v1/api-keys',
      id: 'listApiKeys',
      tag: 'API keys',
      summary: 'List API keys, newest first',
      access: { scope: 'keys:write' },
      query: PageQuery,
      answers: { 200: Page(ApiKey) },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listApiKeys(db, range)),
        ),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/api-keys',
      id: 'createApiKey',
      tag: 'API keys',
      summary: 'Make an API key; the answer is the only place that shows it',
      access: { scope: 'keys:write' },
      body: NewApiKey,
      answers: { 201: Type.Object({ ...ApiKey.properties, key: Type.String() }) },
      handle: async ({ caller, body }) => {
        const beyond = body.scopes?.find((scope) => !roleScopes[body.role].includes(scope));
        if (beyond) {
          throw new Problem(422, 'invalid_input', {
            detail: `The role ${body.role} does not have the scope ${beyond}.`,
            errors: [{ in: 'body', pointer: '/scopes', detail: `${beyond} is beyond the role` }],
          });
        }
        const { key, prefix, hash } = newApiKey(pepper);
        const id = uuidv7();
        const made = await database.tenant(caller.tenantId, async (db) => {
          if (body.personId) await getPerson(db, body.personId);
          const record = await insertApiKey(db, {
            id,
            name: body.name,
            role: body.role,
            scopes: body.scopes ?? null,
            personId: body.personId ?? null,
            prefix,
            expiresAt: body.expiresAt ? new Date(body.expiresAt) : null,
            hash,
          });
          await audit(db, {
            actor: caller.name,
            action: 'api_key.created',
            subject: { type: 'api_key', id },
            detail: { name: body.name, role: body.role, scopes: body.scopes ?? null },
          });
          return record;
        });
        return { status: 201, body: { ...made, key }, headers: { Location: `/v1/api-keys/${id}` } };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/api-keys/{keyId}',
      id: 'revokeApiKey',
      tag: 'API keys',
      summary: 'Revoke an API key; it is dead everywhere within 30 seconds',
      access: { scope: 'keys:write' },
      params: Type.Object({ keyId: Id }),
      answers: { 200: ApiKey },
      handle: async ({ caller, params }) => {
        const revoked = await database.tenant(caller.tenantId, async (db) => {
          const record = await revokeApiKey(db, params.keyId);
          if (record) {
            await audit(db, {
              actor: caller.name,
              action: 'api_key.revoked',
              subject: { type: 'api_key', id: params.keyId },
              detail: { name: record.name },
            });
          }
          return record;
        });
        if (!revoked) throw new Problem(404, 'not_found', { detail: 'There is no such API key.' });
        credentials.forget();
        return { status: 200, body: revoked };
      },
    }),
    route({
      method: 'post',
      path: '/v1/admin-links',
      id: 'createAdminLink',
      tag: 'API keys',
      summary: 'Make a link that signs a browser in as administrator, once and within a day',
      access: { scope: 'keys:write' },
      answers: { 201: Type.Object({ url: Type.String(), expiresAt: Time }) },
      handle: async ({ caller }) => {
        const { token, hash } = newToken();
        const id = uuidv7();
        const expiresAt = new Date(Date.now() + ADMIN_LINK_MS);
        await database.tenant(caller.tenantId, async (db) => {
          await insertAccessToken(db, {
            id,
            purpose: ADMIN_LINK_PURPOSE,
            hash,
            role: 'admin',
            personId: caller.personId,
            expiresAt,
          });
          await audit(db, {
            actor: caller.name,
            action: 'admin_link.created',
            subject: { type: 'access_token', id },
            detail: {},
          });
        });
        return { status: 201, body: { url: `${config.publicUrl}/start/${token}`, expiresAt } };
      },
    }),
  ];
}
