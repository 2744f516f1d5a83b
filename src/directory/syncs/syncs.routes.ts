import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Page, PageQuery } from '../../platform/http/shapes.ts';
import {
  connectionParams,
  read,
  requireConnection,
  tag,
  write,
} from '../connections/connections.routes.ts';
import { listChanges, type PlannedChange } from './change.store.ts';
import { queueSync } from './queue-sync.ts';
import { ChangesQuery, CreateSync, Sync, SyncChange } from './sync.schema.ts';
import { findSync, listSyncs } from './sync.store.ts';

const syncParams = Type.Object({ connectionId: Id, syncId: Id });

/** `/v1/directory/connections/{id}/syncs`: plans of what would change, and their application. */
export function syncRoutes({ database }: { database: Database }) {
  const requireSync = async (
    tenantId: string,
    { connectionId, syncId }: { connectionId: string; syncId: string },
  ) => {
    const sync = await database.read(tenantId, (db) => findSync(db, syncId));
    if (sync?.connectionId === connectionId) return sync;
    throw new Problem(404, 'not_found', { detail: 'There is no such sync.' });
  };

  return [
    route({
      method: 'post',
      path: '/v1/directory/connections/{connectionId}/syncs',
      id: 'createDirectorySync',
      tag,
      summary: 'Plan a sync, or plan and apply it',
      description:
        'The whole of what is asked for is read first; where a part of it is missing, nothing is applied.',
      access: write,
      params: connectionParams,
      body: CreateSync,
      answers: { 202: Sync },
      handle: async ({ caller, params: { connectionId }, body: { mode, scope = 'auto' } }) => {
        const sync = await database.tenant(caller.tenantId, async (db) => {
          const connection = await requireConnection(db, connectionId);
          if (mode === 'apply' && !connection.enabled) throw paused();
          const requestedBy = caller.name;
          const queued = await queueSync(db, { connectionId, mode, scope, requestedBy });
          if (!queued) throw busy();
          await audit(db, {
            ...{ actor: caller.name, action: 'directory_sync.requested', detail: { mode, scope } },
            subject: { type: 'connection', id: connectionId },
          });
          return queued;
        });
        const at = `/v1/directory/connections/${connectionId}/syncs/${sync.id}`;
        return { status: 202, body: sync, headers: { Location: at } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/directory/connections/{connectionId}/syncs',
      id: 'listDirectorySyncs',
      tag,
      summary: 'Syncs of the last 30 days, newest first',
      access: read,
      params: connectionParams,
      query: PageQuery,
      answers: { 200: Page(Sync) },
      handle: async ({ caller, params: { connectionId }, query }) => {
        const body = await database.read(caller.tenantId, async (db) => {
          await requireConnection(db, connectionId);
          return pageById(query, (range) => listSyncs(db, { connectionId, ...range }));
        });
        return { status: 200, body };
      },
    }),
    route({
      method: 'get',
      path: '/v1/directory/connections/{connectionId}/syncs/{syncId}',
      id: 'getDirectorySync',
      tag,
      summary: 'One sync, with its plan',
      access: read,
      params: syncParams,
      answers: { 200: Sync },
      handle: async ({ caller, params }) => ({
        status: 200,
        body: await requireSync(caller.tenantId, params),
      }),
    }),
    route({
      method: 'get',
      path: '/v1/directory/connections/{connectionId}/syncs/{syncId}/changes',
      id: 'listDirectoryChanges',
      tag,
      summary: 'People and groups of a plan, in the order of its application',
      access: read,
      params: syncParams,
      query: ChangesQuery,
      answers: { 200: Page(SyncChange) },
      handle: async ({ caller, params, query: { limit, cursor, action } }) => {
        const { id: syncId } = await requireSync(caller.tenantId, params);
        const [after] = decodeCursor(cursor, ['int4']) ?? [0];
        const rows = await database.read(caller.tenantId, (db) =>
          listChanges(db, { syncId, after, limit: limit + 1, action }),
        );
        const data = rows.slice(0, limit);
        const last = data.at(-1);
        const nextCursor = rows.length > limit && last ? encodeCursor([last.seq]) : null;
        return { status: 200, body: { data: data.map(shownChange), nextCursor } };
      },
    }),
  ];
}

function shownChange(change: PlannedChange) {
  const { seq, action, subject, name, personId, appliedAt, data } = change;
  const told = {
    ...{ changed: [], reason: null, before: null, add: [], remove: [] },
    ...('changed' in data && { changed: data.changed }),
    ...('reason' in data && { reason: data.reason }),
    ...('before' in data && { before: data.before }),
    ...('add' in data && { add: data.add, remove: data.remove }),
  };
  return { seq, action, subject, name, personId, ...told, appliedAt };
}

const paused = () =>
  new Problem(409, 'connection_paused', { detail: 'The directory is paused: plan, or resume it.' });

const busy = () =>
  new Problem(409, 'sync_running', { detail: 'Another sync of this directory waits or runs.' });
