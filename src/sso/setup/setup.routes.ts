import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { ssoProfiles } from '../connections/connection.schema.ts';
import { tag, write } from '../connections/connections.routes.ts';
import {
  deleteSetup,
  insertSetup,
  listSetups,
  revokeSetupTokens,
  setupParts,
} from './setup.store.ts';
import { issueSetupLink } from './setup-session.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_HOURS = 72;
const Idp = OneOf(ssoProfiles);
const Parts = Type.Array(OneOf(setupParts), { minItems: 1, uniqueItems: true });

const SetupLink = Type.Object({
  id: Id,
  name: Type.String(),
  idp: Nullable(Idp),
  parts: Parts,
  createdBy: Type.String(),
  ssoConnectionId: Nullable(Id),
  scimConnectionId: Nullable(Id),
  createdAt: Time,
  expiresAt: Time,
  openedAt: Nullable(Time),
  finishedAt: Nullable(Time),
});

interface SetupRoutesDeps {
  database: Database;
  config: { publicUrl: string };
}

/** `/v1/sso/setup-links`: for whoever runs an identity provider and has no account here. */
export function setupRoutes({ database, config }: SetupRoutesDeps) {
  return [
    route({
      method: 'get',
      path: '/v1/sso/setup-links',
      id: 'listSetupLinks',
      tag,
      summary: 'List setup links and how far they have come, newest first',
      access: write,
      query: PageQuery,
      answers: { 200: Page(SetupLink) },
      handle: async ({ caller, query }) => {
        const body = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listSetups(db, range)),
        );
        return { status: 200, body };
      },
    }),
    route({
      method: 'post',
      path: '/v1/sso/setup-links',
      id: 'createSetupLink',
      tag,
      summary: 'Make a link that walks an IT administrator through single sign-on and SCIM',
      description:
        'It opens once, in one browser, and needs no account. The URL is shown only here. What is made by it stays turned off until its last step.',
      access: write,
      body: Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' }),
          idp: Type.Optional(Idp),
          parts: Type.Optional(Parts),
          expiresInHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 336 })),
        },
        { additionalProperties: false },
      ),
      answers: { 201: Type.Object({ id: Id, url: Type.String(), expiresAt: Time }) },
      handle: async ({ caller, body }) => {
        const { name, idp = null, parts = ['sso', 'scim'], expiresInHours } = body;
        const id = uuidv7();
        const expiresAt = new Date(Date.now() + (expiresInHours ?? DEFAULT_HOURS) * HOUR_MS);
        const token = await database.tenant(caller.tenantId, async (db) => {
          await insertSetup(db, { id, name, idp, parts, createdBy: caller.name, expiresAt });
          await audit(db, {
            ...{ actor: caller.name, action: 'sso_setup.created' },
            ...{ subject: { type: 'sso_setup', id }, detail: { name, idp, parts } },
          });
          return issueSetupLink(db, { id, expiresAt });
        });
        const url = `${config.publicUrl}/sso/setup/${token}`;
        return { status: 201, body: { id, url, expiresAt } };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/sso/setup-links/{setupId}',
      id: 'deleteSetupLink',
      tag,
      summary: 'Withdraw a setup link; what was made by it stays',
      access: write,
      params: Type.Object({ setupId: Id }),
      answers: { 204: null },
      handle: async ({ caller, params: { setupId: id } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          if (!(await deleteSetup(db, id))) {
            throw new Problem(404, 'not_found', { detail: 'There is no such setup link.' });
          }
          await revokeSetupTokens(db, id);
          await audit(db, {
            ...{ actor: caller.name, action: 'sso_setup.deleted' },
            ...{ subject: { type: 'sso_setup', id }, detail: {} },
          });
        });
        return { status: 204 };
      },
    }),
  ];
}
