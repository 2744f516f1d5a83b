import { Type } from 'typebox';
import {
  findConnection,
  insertConnection,
  listConnections,
  updateConnection,
} from '../../core/people/connections/connection.store.ts';
import { defaultGuard } from '../../core/people/connections/connection.ts';
import { removeConnection } from '../../core/people/connections/remove-connection.ts';
import { storablePerson } from '../../core/people/provisioning/provisioned-person.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Page, PageQuery } from '../../platform/http/shapes.ts';
import { versionOf } from '../../platform/http/version.ts';
import type { ConnectTcp } from '../../platform/outbound/guarded-tcp.ts';
import { keepSecret, openSecret } from '../../platform/tenancy/keyring.ts';
import { deleteSecret } from '../../platform/tenancy/tenants.store.ts';
import { reschedule } from '../syncs/queue-sync.ts';
import { findState } from '../syncs/state.store.ts';
import { changedConnection, checkMovedPassword } from './change-connection.ts';
import { checkSettings } from './check-settings.ts';
import {
  CreateDirectoryConnection,
  DirectoryConnectionBody,
  DirectoryTest,
  TestDirectoryConnection,
  UpdateDirectoryConnection,
} from './connection.schema.ts';
import {
  bindPasswordName,
  type DirectoryConnection,
  type DirectorySettings,
  defaultSettings,
  directoryConnectionOf,
} from './directory-settings.ts';
import { testConnection } from './test-connection.ts';

export const tag = 'Directories';
export const read = { scope: 'settings:read' } as const;
export const write = { scope: 'settings:write' } as const;
export const connectionParams = Type.Object({ connectionId: Id });

export interface ConnectionRoutesDeps {
  database: Database;
  master: MasterKeys;
  connectTcp: ConnectTcp;
  config: { publicUrl: string };
}

const noConnection = () => new Problem(404, 'not_found', { detail: 'There is no such directory.' });

/** @throws Problem 404 */
export async function requireConnection(db: TenantDb, id: string): Promise<DirectoryConnection> {
  const found = await findConnection(db, id);
  const connection = found && directoryConnectionOf(found);
  if (!connection) throw noConnection();
  return connection;
}

/** `/v1/directory/connections`: LDAP servers and Active Directories that tell of people. */
export function connectionRoutes({ database, master, connectTcp, config }: ConnectionRoutesDeps) {
  const shown = async (db: TenantDb, connection: DirectoryConnection) => {
    const { settings, kind: _, deletionDays: __, ...rest } = connection;
    const state = await findState(db, connection.id);
    return {
      ...rest,
      ...settings,
      loginUrl: `${config.publicUrl}/directory/${connection.id}/login`,
      syncedAt: state?.syncedAt ?? null,
      fullSyncedAt: state?.fullAt ?? null,
      nextSyncAt: state?.dueAt ?? null,
    };
  };

  return [
    route({
      method: 'get',
      path: '/v1/directory/connections',
      id: 'listDirectoryConnections',
      tag,
      summary: 'List directories, newest first',
      access: read,
      query: PageQuery,
      answers: { 200: Page(DirectoryConnectionBody) },
      handle: async ({ caller, query }) => {
        const body = await database.read(caller.tenantId, async (db) => {
          const page = await pageById(query, (range) =>
            listConnections(db, { ...range, kind: 'ldap' }),
          );
          const connections = page.data.flatMap((found) => directoryConnectionOf(found) ?? []);
          return { ...page, data: await Promise.all(connections.map((c) => shown(db, c))) };
        });
        return { status: 200, body };
      },
    }),
    route({
      method: 'post',
      path: '/v1/directory/connections',
      id: 'createDirectoryConnection',
      tag,
      summary: 'Connect a directory',
      description:
        'Calls nobody yet: test it, look at a plan, then apply one; from then on it is synced by itself.',
      access: write,
      body: CreateDirectoryConnection,
      answers: { 201: DirectoryConnectionBody },
      handle: async ({ caller, body }) => {
        const { name, profile, bindPassword, linking = 'none', mapping = {}, ...given } = body;
        const { guard = defaultGuard, enabled = true, ...rest } = given;
        const settings: DirectorySettings = { ...defaultSettings, ...rest };
        checkSettings(settings);
        const id = uuidv7();
        const made = await database.tenant(caller.tenantId, async (db) => {
          await insertConnection(db, {
            ...{ id, kind: 'ldap', name, profile, linking, mapping, guard, enabled, settings },
            deletionDays: 30,
          });
          await keepSecret(db, master, { name: bindPasswordName(id), plaintext: bindPassword });
          await audit(db, {
            ...{ actor: caller.name, action: 'directory_connection.created' },
            subject: { type: 'connection', id },
            detail: { name, url: settings.url },
          });
          return shown(db, await requireConnection(db, id));
        });
        const headers = { Location: `/v1/directory/connections/${id}` };
        return { status: 201, body: made, version: made.version, headers };
      },
    }),
    route({
      method: 'get',
      path: '/v1/directory/connections/{connectionId}',
      id: 'getDirectoryConnection',
      tag,
      summary: 'One directory',
      access: read,
      params: connectionParams,
      answers: { 200: DirectoryConnectionBody },
      handle: async ({ caller, params }) => {
        const body = await database.read(caller.tenantId, async (db) =>
          shown(db, await requireConnection(db, params.connectionId)),
        );
        return { status: 200, body, version: body.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/directory/connections/{connectionId}',
      id: 'updateDirectoryConnection',
      tag,
      summary: 'Change or pause a directory',
      access: write,
      params: connectionParams,
      body: UpdateDirectoryConnection,
      answers: { 200: DirectoryConnectionBody },
      handle: async ({ caller, params: { connectionId: id }, body, ifMatch }) => {
        const { bindPassword, ...changes } = body;
        const wanted = versionOf(ifMatch);
        const changed = await database.tenant(caller.tenantId, async (db) => {
          const known = await requireConnection(db, id);
          const next = changedConnection(known, changes);
          checkSettings(next.settings);
          checkMovedPassword(known, next, bindPassword);
          const updated = await updateConnection(db, { ...next, version: wanted ?? known.version });
          if (!updated) throw changedMeanwhile();
          if (bindPassword !== undefined) {
            await keepSecret(db, master, { name: bindPasswordName(id), plaintext: bindPassword });
          }
          await reschedule(db, next);
          await audit(db, {
            ...{ actor: caller.name, action: 'directory_connection.updated' },
            subject: { type: 'connection', id },
            detail: { changed: Object.keys(body) },
          });
          return shown(db, await requireConnection(db, id));
        });
        return { status: 200, body: changed, version: changed.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/directory/connections/{connectionId}',
      id: 'deleteDirectoryConnection',
      tag,
      summary: 'Forget a directory',
      description: 'Its people and groups stay, kept by hand from then on.',
      access: write,
      params: connectionParams,
      answers: { 204: null },
      handle: async ({ caller, params: { connectionId: id } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          if (!(await removeConnection(db, { id, kind: 'ldap' }))) throw noConnection();
          await deleteSecret(db, bindPasswordName(id));
          await audit(db, {
            ...{ actor: caller.name, action: 'directory_connection.deleted' },
            ...{ subject: { type: 'connection', id }, detail: {} },
          });
        });
        return { status: 204 };
      },
    }),
    route({
      method: 'post',
      path: '/v1/directory/connections/{connectionId}/test',
      id: 'testDirectoryConnection',
      tag,
      summary: 'Try a directory, and see how its people would be taken over',
      description: 'Changes nothing. Takes up to 20 seconds.',
      access: write,
      params: connectionParams,
      body: TestDirectoryConnection,
      answers: { 200: DirectoryTest },
      handle: async ({ caller, params: { connectionId: id }, body }) => {
        const opened = await database.read(caller.tenantId, async (db) => ({
          connection: await requireConnection(db, id),
          password: (await openSecret(db, master, bindPasswordName(id))) ?? '',
        }));
        const { steps, preview } = await testConnection({ connectTcp, ...opened, user: body.user });
        return {
          status: 200,
          body: {
            ok: steps.every(({ ok }) => ok),
            steps,
            preview: preview.map(({ dn, person }) => {
              const { details, subject, active, userName, externalId } = storablePerson(person);
              return { dn, subject, active, userName, externalId, ...details };
            }),
          },
        };
      },
    }),
  ];
}

function changedMeanwhile(): Problem {
  return new Problem(412, 'version_mismatch', { detail: 'The directory was changed meanwhile.' });
}
