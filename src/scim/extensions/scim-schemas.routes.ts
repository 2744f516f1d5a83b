import { type Static, Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { OneOf, Time } from '../../platform/http/shapes.ts';
import { versionOf } from '../../platform/http/version.ts';
import type { Caller } from '../../platform/tenancy/caller.ts';
import { type CustomSchema, readCustomSchema } from '../schemas/custom-schema.ts';
import { ScimError } from '../scim-error.ts';
import {
  deleteSchema,
  findSchema,
  insertSchema,
  listSchemas,
  type StoredSchema,
  updateSchema,
} from './scim-schema.store.ts';

const tag = 'SCIM';
const read = { scope: 'connections:read' } as const;
const write = { scope: 'connections:write' } as const;
const MAX_SCHEMAS = 20;

/** Its shape is checked where it is read, so that the error names the attribute. */
const Definition = Type.Unsafe<object>({
  type: 'object',
  description:
    'as RFC 7643 7 has it: `{id, name, description?, attributes: [{name, type?, multiValued?, required?, caseExact?, mutability?, returned?, description?, subAttributes?}]}`; `id` is a URN',
});

const ScimSchemaBody = Type.Object(
  {
    extends: { ...OneOf(['User', 'Group'] as const), description: 'what it is an extension of' },
    required: Type.Optional(
      Type.Boolean({ description: 'whether each resource has to have it; default false' }),
    ),
    schema: Definition,
  },
  { additionalProperties: false },
);

const ScimSchema = Type.Object({
  urn: Type.String(),
  extends: OneOf(['User', 'Group'] as const),
  required: Type.Boolean(),
  schema: Definition,
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
});

const params = Type.Object({
  urn: Type.String({ maxLength: 200, pattern: '^[uU][rR][nN]:[A-Za-z0-9:._-]+$' }),
});

export interface SchemaRoutesDeps {
  database: Database;
  /** What this process remembers of schemas. */
  scim: { forget(): void };
}

/** `/v1/scim/schemas`: what Users and Groups of the tenant may hold beside the standard. */
export function schemaRoutes({ database, scim }: SchemaRoutesDeps) {
  async function change<T>(
    caller: Caller,
    { urn, action }: { urn: string; action: 'created' | 'updated' | 'deleted' },
    work: (db: TenantDb) => Promise<T>,
  ): Promise<T> {
    const done = await database.tenant(caller.tenantId, async (db) => {
      const result = await work(db);
      await audit(db, {
        ...{ actor: caller.name, action: `scim_schema.${action}`, detail: {} },
        subject: { type: 'scim_schema', id: urn },
      });
      return result;
    });
    scim.forget();
    return done;
  }

  return [
    route({
      method: 'get',
      path: '/v1/scim/schemas',
      id: 'listScimSchemas',
      tag,
      summary: 'Schemas that the tenant adds to Users and Groups',
      access: read,
      answers: { 200: Type.Object({ data: Type.Array(ScimSchema) }) },
      handle: async ({ caller }) => {
        const schemas = await database.read(caller.tenantId, listSchemas);
        return { status: 200, body: { data: schemas.map(shown) } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/scim/schemas',
      id: 'createScimSchema',
      tag,
      summary: 'Add a schema',
      description:
        'Clients find it in `/scim/v2/Schemas` and may send its attributes from then on.',
      access: write,
      body: ScimSchemaBody,
      answers: { 201: ScimSchema },
      handle: async ({ caller, body }) => {
        const custom = readable(body);
        const urn = custom.schema.id;
        const made = await change(caller, { urn, action: 'created' }, async (db) => {
          if ((await listSchemas(db)).length >= MAX_SCHEMAS) throw tooMany();
          const inserted = await insertSchema(db, custom);
          if (!inserted) throw taken(urn);
          return inserted;
        });
        return {
          status: 201,
          body: shown(made),
          version: made.version,
          headers: { Location: `/v1/scim/schemas/${encodeURIComponent(urn)}` },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/scim/schemas/{urn}',
      id: 'getScimSchema',
      tag,
      summary: 'One of them',
      access: read,
      params,
      answers: { 200: ScimSchema },
      handle: async ({ caller, params: { urn } }) => {
        const found = await database.read(caller.tenantId, (db) => findSchema(db, urn));
        if (!found) throw noSchema();
        return { status: 200, body: shown(found), version: found.version };
      },
    }),
    route({
      method: 'put',
      path: '/v1/scim/schemas/{urn}',
      id: 'replaceScimSchema',
      tag,
      summary: 'Change a schema',
      description:
        'What resources hold of attributes that it has no more is kept, and is neither shown nor found.',
      access: write,
      params,
      body: ScimSchemaBody,
      answers: { 200: ScimSchema },
      handle: async ({ caller, params: { urn }, body, ifMatch }) => {
        const custom = readable(body);
        const wanted = versionOf(ifMatch);
        const changed = await change(caller, { urn, action: 'updated' }, async (db) => {
          const known = await findSchema(db, urn);
          if (!known) throw noSchema();
          refuseOther(known, custom);
          const updated = await updateSchema(db, { ...custom, version: wanted ?? known.version });
          if (!updated) throw changedMeanwhile();
          return updated;
        });
        return { status: 200, body: shown(changed), version: changed.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/scim/schemas/{urn}',
      id: 'deleteScimSchema',
      tag,
      summary: 'Take a schema away',
      access: write,
      params,
      answers: { 204: null },
      handle: async ({ caller, params: { urn } }) => {
        await change(caller, { urn, action: 'deleted' }, async (db) => {
          if (!(await deleteSchema(db, urn))) throw noSchema();
        });
        return { status: 204 };
      },
    }),
  ];
}

function shown({ schema, ...stored }: StoredSchema): Static<typeof ScimSchema> {
  const { createdAt, updatedAt, ...rest } = stored;
  return {
    ...{ ...rest, urn: schema.id, schema },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function readable(body: unknown): CustomSchema {
  try {
    return readCustomSchema(body);
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    throw new Problem(422, 'invalid', {
      detail: error.message,
      errors: [{ in: 'body', pointer: '/schema', detail: error.message }],
    });
  }
}

/** Resources hold values under the URN, of Users or of Groups. */
function refuseOther(known: StoredSchema, custom: CustomSchema): void {
  const isSame =
    known.schema.id.toLowerCase() === custom.schema.id.toLowerCase() &&
    known.extends === custom.extends;
  if (isSame) return;
  throw new Problem(422, 'invalid', { detail: 'The URN and what it extends stay as they are.' });
}

function taken(urn: string): Problem {
  return new Problem(409, 'conflict', { detail: `The tenant has a schema ${urn}.` });
}

function tooMany(): Problem {
  return new Problem(409, 'conflict', { detail: `A tenant has at most ${MAX_SCHEMAS} schemas.` });
}

function noSchema(): Problem {
  return new Problem(404, 'not_found', { detail: 'There is no such schema.' });
}

function changedMeanwhile(): Problem {
  return new Problem(412, 'version_mismatch', { detail: 'The schema was changed meanwhile.' });
}
