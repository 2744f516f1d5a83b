import { Type } from 'typebox';
import { listIdentities } from '../core/people/identity.store.ts';
import { CreatePerson, Person, UpdatePerson } from '../core/people/person.schema.ts';
import { listPeople } from '../core/people/person.store.ts';
import { createPerson, deletePerson, getPerson, updatePerson } from '../core/people/person.ts';
import { CreateRoleGrant, RoleGrant } from '../core/people/role-grant.schema.ts';
import { listRoleGrants } from '../core/people/role-grant.store.ts';
import { grantRole, revokeRole } from '../core/people/role-grant.ts';
import { audit } from '../platform/audit/audit.store.ts';
import type { Database } from '../platform/database/database.ts';
import { pageById } from '../platform/http/paging.ts';
import { route } from '../platform/http/route.ts';
import { Id, Page, PageQuery, Time } from '../platform/http/shapes.ts';
import { versionOf } from '../platform/http/version.ts';

const tag = 'People';
const own = 'personId';
const read = { scope: 'people:read', own } as const;
const write = { scope: 'people:write' } as const;
/** Who may hand out roles may hand out their own: only administrators. */
const grant = { scope: 'keys:write' } as const;
const params = Type.Object({ personId: Id });

const Identity = Type.Object({
  id: Id,
  personId: Id,
  source: Type.String(),
  issuer: Type.String(),
  subject: Type.String(),
  createdAt: Time,
});

/** `/v1/people`, how the outside knows them, and their roles. */
export function peopleRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/people',
      id: 'listPeople',
      tag,
      summary: 'List people',
      access: { scope: 'people:read' },
      query: Type.Object(
        {
          ...PageQuery.properties,
          q: Type.Optional(
            Type.String({ maxLength: 200, description: 'part of the name or e-mail' }),
          ),
          active: Type.Optional(Type.Boolean()),
          groupId: Type.Optional(Id),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(Person) },
      handle: async ({ caller, query }) => {
        const { q, active, groupId } = query;
        const body = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listPeople(db, { q, active, groupId, ...range })),
        );
        return { status: 200, body };
      },
    }),
    route({
      method: 'post',
      path: '/v1/people',
      id: 'createPerson',
      tag,
      summary: 'Add a person',
      access: write,
      body: CreatePerson,
      answers: { 201: Person },
      handle: async ({ caller, body }) => {
        const person = await database.tenant(caller.tenantId, (db) =>
          createPerson(db, { input: body, source: 'local' }),
        );
        return {
          status: 201,
          body: person,
          version: person.version,
          headers: { Location: `/v1/people/${person.id}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/people/{personId}',
      id: 'getPerson',
      tag,
      summary: 'One person',
      access: read,
      params,
      answers: { 200: Person },
      handle: async ({ caller, params }) => {
        const person = await database.read(caller.tenantId, (db) => getPerson(db, params.personId));
        return { status: 200, body: person, version: person.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/people/{personId}',
      id: 'updatePerson',
      tag,
      summary: 'Change or deactivate a person',
      access: write,
      params,
      body: UpdatePerson,
      answers: { 200: Person },
      handle: async ({ caller, params, body, ifMatch }) => {
        const version = versionOf(ifMatch);
        const person = await database.tenant(caller.tenantId, async (db) => {
          const changed = await updatePerson(db, { id: params.personId, version, changes: body });
          if (body.active !== undefined) {
            await audit(db, {
              actor: caller.name,
              action: body.active ? 'person.activated' : 'person.deactivated',
              subject: { type: 'person', id: params.personId },
              detail: {},
            });
          }
          return changed;
        });
        return { status: 200, body: person, version: person.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/people/{personId}',
      id: 'deletePerson',
      tag,
      summary: 'Delete a person; what they learnt stays in the log under their id alone',
      access: write,
      params,
      answers: { 204: null },
      handle: async ({ caller, params, ifMatch }) => {
        const version = versionOf(ifMatch);
        await database.tenant(caller.tenantId, async (db) => {
          await deletePerson(db, { id: params.personId, version });
          await audit(db, {
            actor: caller.name,
            action: 'person.deleted',
            subject: { type: 'person', id: params.personId },
            detail: {},
          });
        });
        return { status: 204 };
      },
    }),
    route({
      method: 'get',
      path: '/v1/people/{personId}/identities',
      id: 'listIdentities',
      tag,
      summary: 'How the outside knows a person',
      access: { scope: 'people:read' },
      params,
      answers: { 200: Type.Object({ data: Type.Array(Identity) }) },
      handle: async ({ caller, params }) => {
        const data = await database.read(caller.tenantId, async (db) => {
          await getPerson(db, params.personId);
          return listIdentities(db, params.personId);
        });
        return { status: 200, body: { data } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/people/{personId}/roles',
      id: 'listRoles',
      tag,
      summary: 'Roles of a person',
      access: { scope: 'people:read' },
      params,
      answers: { 200: Type.Object({ data: Type.Array(RoleGrant) }) },
      handle: async ({ caller, params }) => {
        const data = await database.read(caller.tenantId, async (db) => {
          await getPerson(db, params.personId);
          return listRoleGrants(db, params.personId);
        });
        return { status: 200, body: { data } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/people/{personId}/roles',
      id: 'grantRole',
      tag,
      summary: 'Give a person a role',
      access: grant,
      params,
      body: CreateRoleGrant,
      answers: { 201: RoleGrant },
      handle: async ({ caller, params, body }) => {
        const granted = await database.tenant(caller.tenantId, async (db) => {
          const made = await grantRole(db, { personId: params.personId, input: body });
          await audit(db, {
            actor: caller.name,
            action: 'role.granted',
            subject: { type: 'person', id: params.personId },
            detail: { role: body.role },
          });
          return made;
        });
        return { status: 201, body: granted };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/people/{personId}/roles/{grantId}',
      id: 'revokeRole',
      tag,
      summary: 'Take a role back',
      access: grant,
      params: Type.Object({ personId: Id, grantId: Id }),
      answers: { 204: null },
      handle: async ({ caller, params }) => {
        await database.tenant(caller.tenantId, async (db) => {
          const { role } = await revokeRole(db, { id: params.grantId, personId: params.personId });
          await audit(db, {
            actor: caller.name,
            action: 'role.revoked',
            subject: { type: 'person', id: params.personId },
            detail: { role },
          });
        });
        return { status: 204 };
      },
    }),
  ];
}
