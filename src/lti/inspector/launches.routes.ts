import { Type } from 'typebox';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { read, tag } from '../registrations/registrations.routes.ts';
import { findLaunch, listLaunches } from './launches.store.ts';
import { listCallsAfter } from './service-calls.store.ts';

/** Scores of a short activity and the roster are asked for in this time. */
const AFTERWARDS_MS = 15 * 60_000;
const MAX_CALLS = 50;

const outcome = OneOf(['launched', 'refused', 'abandoned', 'claimable'] as const);

const Launch = Type.Object({
  id: Id,
  reference: Type.String({ description: 'what the page of an error shows' }),
  registrationId: Nullable(Id),
  deploymentId: Nullable(Id),
  message: Nullable(OneOf(['resource-link', 'deep-linking', 'submission-review'] as const)),
  outcome,
  errorCode: Nullable(Type.String()),
  personId: Nullable(Id),
  contextId: Nullable(Id),
  linkId: Nullable(Id),
  steps: Type.Array(
    Type.Object({
      name: Type.String(),
      ms: Type.Integer({ description: 'since the login or the launch began' }),
      error: Type.Optional(Type.String()),
    }),
  ),
  claims: Type.Record(Type.String(), Type.Unknown(), {
    description: 'without anything that tells who somebody is',
  }),
  ms: Type.Integer(),
  createdAt: Time,
});

const LaunchWithCalls = Type.Object({
  ...Launch.properties,
  serviceCalls: Type.Array(
    Type.Object({
      id: Id,
      service: Type.String(),
      method: Type.String(),
      url: Type.String(),
      status: Nullable(Type.Integer()),
      ms: Type.Integer(),
      error: Nullable(Type.String()),
      createdAt: Time,
    }),
    { description: 'of its deployment, in the quarter of an hour after it' },
  ),
});

/** `/v1/lti/launches`: what happened, step by step; kept for 30 days. */
export function launchRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/lti/launches',
      id: 'listLtiLaunches',
      tag,
      summary: 'List logins and launches of the last 30 days, newest first',
      access: read,
      query: Type.Object(
        {
          ...PageQuery.properties,
          registrationId: Type.Optional(Id),
          personId: Type.Optional(Id),
          outcome: Type.Optional(outcome),
          reference: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
          since: Type.Optional(Time),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(Launch) },
      handle: async ({ caller, query: { reference, since, ...query } }) => {
        const filter = {
          ...query,
          reference: reference?.toUpperCase(),
          since: since === undefined ? undefined : new Date(since),
        };
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listLaunches(db, { ...filter, ...range })),
        );
        return { status: 200, body: page };
      },
    }),
    route({
      method: 'get',
      path: '/v1/lti/launches/{launchId}',
      id: 'getLtiLaunch',
      tag,
      summary: 'Look at one launch and what its platform was asked afterwards',
      access: read,
      params: Type.Object({ launchId: Id }),
      answers: { 200: LaunchWithCalls },
      handle: async ({ caller, params: { launchId } }) => {
        const body = await database.read(caller.tenantId, async (db) => {
          const launch = await findLaunch(db, launchId);
          if (!launch) {
            throw new Problem(404, 'not_found', { detail: 'There is no such launch.' });
          }
          const { deploymentId, createdAt: from } = launch;
          const until = new Date(from.getTime() + AFTERWARDS_MS);
          const serviceCalls = deploymentId
            ? await listCallsAfter(db, { deploymentId, from, until, limit: MAX_CALLS })
            : [];
          return { ...launch, serviceCalls };
        });
        return { status: 200, body };
      },
    }),
  ];
}
