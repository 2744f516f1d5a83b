import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { read, tag, write } from '../registrations/registrations.routes.ts';
import { listContexts } from './context-list.store.ts';
import { findRosterContext } from './roster.store.ts';
import { queueRosterSync } from './sync-roster.ts';

const LtiContext = Type.Object({
  id: Id,
  deploymentId: Id,
  contextId: Type.String({ description: 'the platform’s id of the course' }),
  title: Nullable(Type.String()),
  label: Nullable(Type.String()),
  groupId: Id,
  copiedFrom: Type.Array(Type.String(), {
    description: 'ids of courses that it was copied from, the nearest first',
  }),
  roster: Type.Object({
    isOffered: Type.Boolean({ description: 'whether the platform lets this tool read it' }),
    members: Type.Integer({ description: 'who are in the course now' }),
    syncedAt: Nullable(Time),
    failures: Type.Integer({ description: 'tries in vain since the last success' }),
    lastError: Nullable(Type.String()),
    retryAt: Nullable(Time),
  }),
  createdAt: Time,
});

/** `/v1/lti/contexts`: courses of platforms, and how their rosters are taken over. */
export function contextRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/lti/contexts',
      id: 'listLtiContexts',
      tag,
      summary: 'List courses that were launched from, newest first',
      access: read,
      query: Type.Object(
        { ...PageQuery.properties, deploymentId: Type.Optional(Id) },
        { additionalProperties: false },
      ),
      answers: { 200: Page(LtiContext) },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listContexts(db, { ...query, ...range })),
        ),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/lti/contexts/{contextId}/syncs',
      id: 'syncLtiContext',
      tag,
      summary: 'Take the course’s roster over now',
      access: write,
      params: Type.Object({ contextId: Id }),
      answers: { 202: Type.Object({ id: Id, status: OneOf(['queued'] as const) }) },
      handle: async ({ caller, params: { contextId } }) => {
        const id = await database.tenant(caller.tenantId, async (db) => {
          const context = await findRosterContext(db, contextId);
          if (!context) throw new Problem(404, 'not_found', { detail: 'There is no such course.' });
          if (!context.membershipsUrl) {
            throw new Problem(409, 'roster_not_offered', {
              detail: 'The platform has not offered the roster of this course to this tool.',
            });
          }
          await audit(db, {
            ...{ actor: caller.name, action: 'lti_context.synced', detail: {} },
            subject: { type: 'lti_context', id: contextId },
          });
          return queueRosterSync(db, contextId);
        });
        return { status: 202, body: { id, status: 'queued' } };
      },
    }),
  ];
}
