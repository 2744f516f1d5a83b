import { Type } from 'typebox';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { requireScimConnection } from '../connections/change-connection.ts';
import { connectionParams, read, tag, write } from '../connections/connections.routes.ts';
import { findEntry, type LogEntry, listEntries } from './log-entry.store.ts';
import type { ProvisioningLog } from './provisioning-log.ts';
import type { Replayed } from './replay.ts';

const method = OneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const);
const params = Type.Object({ connectionId: Id, entryId: Id });
const Body = Type.Unknown({ description: 'JSON; null where there was none' });

const Change = Nullable(
  Type.Object(
    {
      outcomes: Type.Array(Type.String(), {
        description:
          '`created`, `linked`, `restored`, `updated`, `unchanged`, `deactivated`, `reactivated`, `deleted`',
      }),
      personId: Type.Optional(Id),
      groupId: Type.Optional(Id),
    },
    { description: 'what it made of our people and groups' },
  ),
);

const Entry = Type.Object({
  id: Id,
  connectionId: Id,
  at: Time,
  method: Type.String(),
  path: Type.String({ description: 'below `/scim/v2`' }),
  status: Type.Integer(),
  request: {
    ...Body,
    description: 'without passwords, telephone numbers, addresses, photos and the like',
  },
  isWhole: Type.Boolean({ description: 'whether nothing else of it was left out' }),
  answer: Body,
  change: Change,
  personId: Nullable(Id),
  requestId: Type.String(),
  ms: Type.Integer(),
});

const Replay = Type.Object({
  status: Type.Integer(),
  answer: Body,
  change: Change,
});

export interface LogRoutesDeps {
  database: Database;
  provisioningLog: Pick<ProvisioningLog, 'flush'>;
  /** Does a request again for the connection as if it came now, and keeps nothing. */
  replay(tenantId: string, entry: LogEntry): Promise<Replayed>;
}

/** `/v1/scim/connections/{id}/log`: what clients asked for in the last 30 days. */
export function logRoutes({ database, provisioningLog, replay }: LogRoutesDeps) {
  const entryOf = async (tenantId: string, { entryId: id, connectionId }: Entered) => {
    await provisioningLog.flush();
    const entry = await database.read(tenantId, (db) => findEntry(db, { id, connectionId }));
    if (!entry) throw new Problem(404, 'not_found', { detail: 'There is no such entry.' });
    return entry;
  };

  return [
    route({
      method: 'get',
      path: '/v1/scim/connections/{connectionId}/log',
      id: 'listScimLog',
      tag,
      summary: 'Requests of the last 30 days, newest first',
      access: read,
      params: connectionParams,
      query: Type.Object(
        {
          ...PageQuery.properties,
          method: Type.Optional(method),
          outcome: Type.Optional(OneOf(['succeeded', 'failed'] as const)),
          personId: Type.Optional(Id),
          q: Type.Optional(Type.String({ maxLength: 200, description: 'part of the path' })),
          since: Type.Optional(Time),
          until: Type.Optional(Time),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(Entry) },
      handle: async ({ caller, params: { connectionId }, query }) => {
        const { since, until, ...filter } = query;
        await provisioningLog.flush();
        const body = await database.read(caller.tenantId, async (db) => {
          await requireScimConnection(db, connectionId);
          return pageById(query, (range) =>
            listEntries(db, {
              ...filter,
              connectionId,
              since: since ? new Date(since) : undefined,
              until: until ? new Date(until) : undefined,
              ...range,
            }),
          );
        });
        return { status: 200, body };
      },
    }),
    route({
      method: 'get',
      path: '/v1/scim/connections/{connectionId}/log/{entryId}',
      id: 'getScimLogEntry',
      tag,
      summary: 'One request',
      access: read,
      params,
      answers: { 200: Entry },
      handle: async ({ caller, params: entered }) => ({
        status: 200,
        body: await entryOf(caller.tenantId, entered),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/scim/connections/{connectionId}/log/{entryId}/replay',
      id: 'replayScimLogEntry',
      tag,
      summary: 'See what a request would be answered now; changes nothing',
      description:
        'By the mapping and rules of now, with what the log hides in place. A request that the log has not whole answers 409.',
      access: write,
      params,
      answers: { 200: Replay },
      handle: async ({ caller, params: entered }) => {
        const entry = await entryOf(caller.tenantId, entered);
        if (!entry.isWhole) {
          throw new Problem(409, 'conflict', {
            detail: 'The request was too long for the log to keep it whole.',
          });
        }
        return { status: 200, body: await replay(caller.tenantId, entry) };
      },
    }),
  ];
}

interface Entered {
  connectionId: string;
  entryId: string;
}
