import { Type } from 'typebox';
import { refuseHold, releaseHold } from '../../core/people/departures/decide.ts';
import { holdStates, listHolds } from '../../core/people/departures/hold.store.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';

const tag = 'Connections';
const read = { scope: 'connections:read' } as const;
const write = { scope: 'connections:write' } as const;
const params = Type.Object({ holdId: Id });

const DepartureHold = Type.Object({
  id: Id,
  connectionId: Id,
  state: OneOf(holdStates),
  counted: Type.Integer({ description: 'people that would have left within the hour' }),
  limit: Type.Integer({ description: 'how many may' }),
  openedAt: Time,
  asked: Type.Integer({ description: 'departures that were refused while it stood' }),
  lastAskedAt: Time,
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Time),
  liftedUntil: Nullable({ ...Time, description: 'until when a release lets everybody go' }),
});

const ReleaseHold = Type.Object(
  {
    hours: Type.Integer({
      minimum: 1,
      maximum: 168,
      default: 24,
      description: 'how long everybody may leave: until the client has asked again for all of them',
    }),
  },
  { additionalProperties: false },
);

/** `/v1/departure-holds`: departures that the guard of a connection stopped, for a human to decide. */
export function departureHoldRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/departure-holds',
      id: 'listDepartureHolds',
      tag,
      summary: 'Departures that deletion guards hold or have held, newest first',
      access: read,
      query: Type.Object(
        {
          ...PageQuery.properties,
          connectionId: Type.Optional(Id),
          state: Type.Optional(OneOf(holdStates)),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(DepartureHold) },
      handle: async ({ caller, query }) => {
        const { connectionId, state } = query;
        const body = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listHolds(db, { connectionId, state, ...range })),
        );
        return { status: 200, body };
      },
    }),
    route({
      method: 'post',
      path: '/v1/departure-holds/{holdId}/release',
      id: 'releaseDepartureHold',
      tag,
      summary: 'Let those leave whom the guard holds: it was meant so',
      description:
        'The client asks again by itself, as its answer said; so does a planned sync. A refusal can be turned into a release.',
      access: write,
      params,
      body: ReleaseHold,
      answers: { 200: DepartureHold },
      handle: async ({ caller, params: { holdId: id }, body: { hours } }) => {
        const released = await database.tenant(caller.tenantId, async (db) => {
          const hold = await releaseHold(db, { id, by: caller.name, hours });
          await audit(db, {
            ...{ actor: caller.name, action: 'departure_hold.released', detail: { hours } },
            subject: { type: 'departure_hold', id },
          });
          return hold;
        });
        return { status: 200, body: released };
      },
    }),
    route({
      method: 'post',
      path: '/v1/departure-holds/{holdId}/refuse',
      id: 'refuseDepartureHold',
      tag,
      summary: 'Keep those whom the guard holds: it was a mistake',
      description:
        'Departures of the connection stay refused until its client has not asked for any for an hour. A release can be turned into a refusal.',
      access: write,
      params,
      answers: { 200: DepartureHold },
      handle: async ({ caller, params: { holdId: id } }) => {
        const refused = await database.tenant(caller.tenantId, async (db) => {
          const hold = await refuseHold(db, { id, by: caller.name });
          await audit(db, {
            ...{ actor: caller.name, action: 'departure_hold.refused', detail: {} },
            subject: { type: 'departure_hold', id },
          });
          return hold;
        });
        return { status: 200, body: refused };
      },
    }),
  ];
}
