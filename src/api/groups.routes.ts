import { Type } from 'typebox';
import { AddMembers, CreateGroup, Group, UpdateGroup } from '../core/people/group.schema.ts';
import { listGroups } from '../core/people/group.store.ts';
import {
  addMembers,
  createGroup,
  deleteGroup,
  getGroup,
  removeMember,
  updateGroup,
} from '../core/people/group.ts';
import type { Database } from '../platform/database/database.ts';
import { pageById } from '../platform/http/paging.ts';
import { route } from '../platform/http/route.ts';
import { Id, Page, PageQuery } from '../platform/http/shapes.ts';
import { versionOf } from '../platform/http/version.ts';

const tag = 'Groups';
const read = { scope: 'people:read' } as const;
const write = { scope: 'people:write' } as const;
const params = Type.Object({ groupId: Id });

/** `/v1/groups` and their members (listed by `/v1/people?groupId=`). */
export function groupRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/groups',
      id: 'listGroups',
      tag,
      summary: 'List groups',
      access: read,
      query: Type.Object(
        {
          ...PageQuery.properties,
          q: Type.Optional(Type.String({ maxLength: 200 })),
          personId: Type.Optional(Id),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(Group) },
      handle: async ({ caller, query }) => {
        const { q, personId } = query;
        const body = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listGroups(db, { q, personId, ...range })),
        );
        return { status: 200, body };
      },
    }),
    route({
      method: 'post',
      path: '/v1/groups',
      id: 'createGroup',
      tag,
      summary: 'Make a group',
      access: write,
      body: CreateGroup,
      answers: { 201: Group },
      handle: async ({ caller, body }) => {
        const group = await database.tenant(caller.tenantId, (db) =>
          createGroup(db, { input: body, source: 'local' }),
        );
        return {
          status: 201,
          body: group,
          version: group.version,
          headers: { Location: `/v1/groups/${group.id}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/groups/{groupId}',
      id: 'getGroup',
      tag,
      summary: 'One group',
      access: read,
      params,
      answers: { 200: Group },
      handle: async ({ caller, params }) => {
        const group = await database.read(caller.tenantId, (db) => getGroup(db, params.groupId));
        return { status: 200, body: group, version: group.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/groups/{groupId}',
      id: 'updateGroup',
      tag,
      summary: 'Rename a group',
      access: write,
      params,
      body: UpdateGroup,
      answers: { 200: Group },
      handle: async ({ caller, params, body, ifMatch }) => {
        const version = versionOf(ifMatch);
        const group = await database.tenant(caller.tenantId, (db) =>
          updateGroup(db, { id: params.groupId, version, changes: body }),
        );
        return { status: 200, body: group, version: group.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/groups/{groupId}',
      id: 'deleteGroup',
      tag,
      summary: 'Delete a group; its members stay',
      access: write,
      params,
      answers: { 204: null },
      handle: async ({ caller, params, ifMatch }) => {
        const version = versionOf(ifMatch);
        await database.tenant(caller.tenantId, (db) =>
          deleteGroup(db, { id: params.groupId, version }),
        );
        return { status: 204 };
      },
    }),
    route({
      method: 'post',
      path: '/v1/groups/{groupId}/members',
      id: 'addMembers',
      tag,
      summary: 'Add people to a group; those who are in it already stay',
      access: write,
      params,
      body: AddMembers,
      answers: { 200: Group },
      handle: async ({ caller, params, body }) => {
        const group = await database.tenant(caller.tenantId, (db) =>
          addMembers(db, { groupId: params.groupId, personIds: body.personIds }),
        );
        return { status: 200, body: group };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/groups/{groupId}/members/{personId}',
      id: 'removeMember',
      tag,
      summary: 'Take a person out of a group',
      access: write,
      params: Type.Object({ groupId: Id, personId: Id }),
      answers: { 204: null },
      handle: async ({ caller, params }) => {
        await database.tenant(caller.tenantId, (db) => removeMember(db, params));
        return { status: 204 };
      },
    }),
  ];
}
