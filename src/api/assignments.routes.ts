import { Type } from 'typebox';
import { findGroup } from '../core/people/group.store.ts';
import {
  AssignmentView,
  CreateAssignment,
  UpdateAssignment,
} from '../core/study/assignment.schema.ts';
import { listAssignments } from '../core/study/assignment.store.ts';
import { createAssignment, getAssignment, updateAssignment } from '../core/study/assignments.ts';
import { findLearner } from '../core/study/learner.store.ts';
import type { Database, TenantDb } from '../platform/database/database.ts';
import { pageById } from '../platform/http/paging.ts';
import { Problem } from '../platform/http/problem.ts';
import { route } from '../platform/http/route.ts';
import { Id, Page, PageQuery } from '../platform/http/shapes.ts';
import { versionOf } from '../platform/http/version.ts';

const tag = 'Assignments';
const read = { scope: 'study:read' } as const;
const write = { scope: 'study:write' } as const;
const params = Type.Object({ assignmentId: Id });

/** `/v1/assignments`: who is to study, or to be tested on, which deck. */
export function assignmentRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/assignments',
      id: 'listAssignments',
      tag,
      summary: 'List assignments, newest first',
      access: read,
      query: Type.Object(
        {
          ...PageQuery.properties,
          ...{ deckId: Type.Optional(Id), courseId: Type.Optional(Id) },
          ...{ personId: Type.Optional(Id), groupId: Type.Optional(Id) },
          retired: Type.Optional(Type.Boolean({ description: 'also those not offered any more' })),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(AssignmentView) },
      handle: async ({ caller, query }) => {
        const { deckId, courseId, personId, groupId, retired: withRetired = false } = query;
        const filter = { deckId, courseId, personId, groupId, withRetired };
        const body = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listAssignments(db, { ...filter, ...range })),
        );
        return { status: 200, body };
      },
    }),
    route({
      method: 'post',
      path: '/v1/assignments',
      id: 'createAssignment',
      tag,
      summary: 'Assign a published deck or a course to a person, to a group, or to nobody yet',
      description:
        'One of nobody waits to be placed: an LTI link that carries its id as the custom parameter `assignment_id` takes it at its first launch.',
      access: write,
      body: CreateAssignment,
      answers: { 201: AssignmentView },
      handle: async ({ caller, body }) => {
        const { dueAt, ...given } = body;
        const made = await database.tenant(caller.tenantId, async (db) => {
          await requireHolder(db, body);
          return createAssignment(db, { ...given, dueAt: dueAt ? new Date(dueAt) : null });
        });
        return {
          status: 201,
          body: made,
          version: made.version,
          headers: { Location: `/v1/assignments/${made.id}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/assignments/{assignmentId}',
      id: 'getAssignment',
      tag,
      summary: 'One assignment',
      access: read,
      params,
      answers: { 200: AssignmentView },
      handle: async ({ caller, params: { assignmentId } }) => {
        const found = await database.read(caller.tenantId, (db) => getAssignment(db, assignmentId));
        return { status: 200, body: found, version: found.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/assignments/{assignmentId}',
      id: 'updateAssignment',
      tag,
      summary: 'Change when it is due, how it is scored, or what of the deck it is',
      access: write,
      params,
      body: UpdateAssignment,
      answers: { 200: AssignmentView },
      handle: async ({ caller, params: { assignmentId: id }, body, ifMatch }) => {
        const { dueAt, ...given } = body;
        const version = versionOf(ifMatch);
        const changes = {
          ...given,
          ...(dueAt !== undefined && { dueAt: dueAt === null ? null : new Date(dueAt) }),
        };
        const changed = await database.tenant(caller.tenantId, (db) =>
          updateAssignment(db, { id, version, changes }),
        );
        return { status: 200, body: changed, version: changed.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/assignments/{assignmentId}',
      id: 'retireAssignment',
      tag,
      summary: 'Offer it no longer; attempts and scores stay',
      access: write,
      params,
      answers: { 204: null },
      handle: async ({ caller, params: { assignmentId: id }, ifMatch }) => {
        const version = versionOf(ifMatch);
        await database.tenant(caller.tenantId, (db) =>
          updateAssignment(db, { id, version, changes: { retiredAt: new Date() } }),
        );
        return { status: 204 };
      },
    }),
  ];
}

async function requireHolder(
  db: TenantDb,
  { personId, groupId }: Pick<CreateAssignment, 'personId' | 'groupId'>,
): Promise<void> {
  const [person, group] = await Promise.all([
    personId ? findLearner(db, personId) : undefined,
    groupId ? findGroup(db, groupId) : undefined,
  ]);
  if (personId && !person) throw missing('/personId', 'There is no such person.');
  if (groupId && !group) throw missing('/groupId', 'There is no such group.');
}

function missing(pointer: string, detail: string): Problem {
  return new Problem(422, 'not_found', { detail, errors: [{ in: 'body', pointer, detail }] });
}
