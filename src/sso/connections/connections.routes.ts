import { Type } from 'typebox';
import {
  findConnection,
  insertConnection,
  listConnections,
  updateConnection,
} from '../../core/people/connections/connection.store.ts';
import type { Connection } from '../../core/people/connections/connection.ts';
import { defaultGuard } from '../../core/people/connections/connection.ts';
import { removeConnection } from '../../core/people/connections/remove-connection.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, OneOf, Page, PageQuery } from '../../platform/http/shapes.ts';
import { versionOf } from '../../platform/http/version.ts';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { deleteSecret } from '../../platform/tenancy/tenants.store.ts';
import { endSessions } from '../sessions/session.store.ts';
import { checkMovedSecret, hasClientSecret } from './client-secret.ts';
import { CreateSsoConnection, SsoConnection, UpdateSsoConnection } from './connection.schema.ts';
import { shownConnection } from './shown-connection.ts';
import { type SsoConnection as Known, ssoConnectionOf } from './sso-connection.ts';
import { clientSecretName, defaultOidc, defaultSaml } from './sso-settings.ts';
import { keepClientSecret, oidcSettings, samlSettings } from './write-settings.ts';

export const tag = 'Single sign-on';
export const read = { scope: 'connections:read' } as const;
export const write = { scope: 'connections:write' } as const;
export const connectionParams = Type.Object({ connectionId: Id });

export interface ConnectionRoutesDeps {
  database: Database;
  master: MasterKeys;
  outbound: Outbound;
  config: { publicUrl: string };
}

const noConnection = () =>
  new Problem(404, 'not_found', { detail: 'There is no such connection.' });

/** @throws Problem 404 also for a connection of another kind, as of SCIM */
export async function requireConnection(db: TenantDb, id: string): Promise<[Connection, Known]> {
  const row = await findConnection(db, id);
  const known = row && ssoConnectionOf(db.tenantId, row);
  if (!row || !known) throw noConnection();
  return [row, known];
}

/** `/v1/sso/connections`: identity providers by which people sign in. */
export function connectionRoutes({ database, master, outbound, config }: ConnectionRoutesDeps) {
  const shown = async (db: TenantDb, known: Known) =>
    shownConnection(config.publicUrl, {
      connection: known,
      hasSecret: known.kind === 'oidc' && (await hasClientSecret(db, known.id)),
    });

  return [
    route({
      method: 'get',
      path: '/v1/sso/connections',
      id: 'listSsoConnections',
      tag,
      summary: 'List identity providers by which people sign in, newest first',
      access: read,
      query: Type.Object(
        { ...PageQuery.properties, kind: Type.Optional(OneOf(['saml', 'oidc'] as const)) },
        { additionalProperties: false },
      ),
      answers: { 200: Page(SsoConnection) },
      handle: async ({ caller: { tenantId }, query: { kind, ...query } }) => {
        const kinds = kind ? [kind] : (['saml', 'oidc'] as const);
        const body = await database.read(tenantId, async (db) => {
          const page = await pageById(query, async (range) => {
            const lists = await Promise.all(
              kinds.map((one) => listConnections(db, { ...range, kind: one })),
            );
            return lists
              .flat()
              .sort((a, b) => (a.id < b.id ? 1 : -1))
              .slice(0, range.limit);
          });
          const data = [];
          for (const row of page.data) {
            const known = ssoConnectionOf(tenantId, row);
            if (known) data.push(await shown(db, known));
          }
          return { ...page, data };
        });
        return { status: 200, body };
      },
    }),
    route({
      method: 'post',
      path: '/v1/sso/connections',
      id: 'createSsoConnection',
      tag,
      summary: 'Connect an identity provider by SAML 2.0 or OpenID Connect',
      description:
        "The answer has the addresses that are typed into the provider, so that it may be made before the provider is known. `saml.metadata` or `saml.metadataUrl` fills in what the provider's metadata says.",
      access: write,
      body: CreateSsoConnection,
      answers: { 201: SsoConnection },
      handle: async ({ caller, body: { kind, signIn, saml, oidc, ...fields } }) => {
        const settings =
          kind === 'saml'
            ? await samlSettings(outbound, { current: defaultSaml, saml, signIn })
            : oidcSettings({ current: defaultOidc, oidc, signIn });
        const id = uuidv7();
        const body = await database.tenant(caller.tenantId, async (db) => {
          const row = await insertConnection(db, {
            ...{ id, kind, profile: 'generic', linking: 'none', mapping: {}, enabled: true },
            ...{ guard: defaultGuard, deletionDays: 30, settings },
            ...fields,
          });
          await keepClientSecret(db, master, { connectionId: id, oidc });
          await audit(db, {
            ...{ actor: caller.name, action: 'sso_connection.created' },
            ...{ subject: { type: 'connection', id }, detail: { kind, name: row.name } },
          });
          const [, known] = await requireConnection(db, id);
          return shown(db, known);
        });
        const headers = { Location: `/v1/sso/connections/${id}` };
        return { status: 201, body, version: body.version, headers };
      },
    }),
    route({
      method: 'get',
      path: '/v1/sso/connections/{connectionId}',
      id: 'getSsoConnection',
      tag,
      summary: 'One identity provider',
      access: read,
      params: connectionParams,
      answers: { 200: SsoConnection },
      handle: async ({ caller, params }) => {
        const body = await database.read(caller.tenantId, async (db) => {
          const [, known] = await requireConnection(db, params.connectionId);
          return shown(db, known);
        });
        return { status: 200, body, version: body.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/sso/connections/{connectionId}',
      id: 'updateSsoConnection',
      tag,
      summary: 'Change or pause a connection',
      access: write,
      params: connectionParams,
      body: UpdateSsoConnection,
      answers: { 200: SsoConnection },
      handle: async ({ caller, params: { connectionId: id }, body: given, ifMatch }) => {
        const { signIn, saml, oidc, ...fields } = given;
        const wanted = versionOf(ifMatch);
        // The address of metadata is asked outside of any transaction.
        const [, before] = await database.read(caller.tenantId, (db) => requireConnection(db, id));
        const settings =
          before.kind === 'saml'
            ? await samlSettings(outbound, { current: before.settings, saml, signIn })
            : oidcSettings({ current: before.settings, oidc, signIn });
        const body = await database.tenant(caller.tenantId, async (db) => {
          const [row] = await requireConnection(db, id);
          await checkMovedSecret(db, before, oidc);
          const version = wanted ?? before.version;
          const updated = await updateConnection(db, { ...row, ...fields, settings, version });
          if (!updated) throw changedMeanwhile();
          await keepClientSecret(db, master, { connectionId: id, oidc });
          await audit(db, {
            ...{ actor: caller.name, action: 'sso_connection.updated' },
            ...{ subject: { type: 'connection', id }, detail: { changed: Object.keys(given) } },
          });
          const [, known] = await requireConnection(db, id);
          return shown(db, known);
        });
        return { status: 200, body, version: body.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/sso/connections/{connectionId}',
      id: 'deleteSsoConnection',
      tag,
      summary: 'Forget an identity provider; its sessions end',
      description: 'People and what they learnt stay; nobody is recognised by it any more.',
      access: write,
      params: connectionParams,
      answers: { 204: null },
      handle: async ({ caller, params: { connectionId: id } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          const [{ kind }] = await requireConnection(db, id);
          await endSessions(db, { connectionId: id, sessionIndexes: [] }, caller.name);
          await removeConnection(db, { id, kind });
          await deleteSecret(db, clientSecretName(id));
          await audit(db, {
            ...{ actor: caller.name, action: 'sso_connection.deleted' },
            ...{ subject: { type: 'connection', id }, detail: {} },
          });
        });
        return { status: 204 };
      },
    }),
  ];
}

function changedMeanwhile(): Problem {
  return new Problem(412, 'version_mismatch', { detail: 'The connection was changed meanwhile.' });
}
