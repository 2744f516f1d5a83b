import type { TenantSchemas } from '../extensions/tenant-schemas.ts';
import type { ScimCall, ScimHandler } from '../http/scim-call.ts';
import { LIST_URN } from '../queries/list.ts';
import { endpoints } from '../queries/meta-columns.ts';
import type { SchemaDefinition } from '../schemas/attribute.ts';
import type { ResourceKind, ResourceSchema } from '../schemas/registry.ts';
import { ScimError } from '../scim-error.ts';
import { serviceProviderConfig } from './service-provider-config.ts';

export interface Discovery {
  schemas: ScimHandler;
  schema: ScimHandler;
  resourceTypes: ScimHandler;
  resourceType: ScimHandler;
  /** The same for everybody (RFC 7643 5: without authentication). */
  serviceProviderConfig: object;
}

const kinds = ['User', 'Group'] as const;

/** RFC 7644 4. @param base URL of `/scim/v2` */
export function createDiscovery(base: string): Discovery {
  return {
    schemas: async (call) => {
      refuseFilter(call);
      return list(allSchemas(call.schemas).map((schema) => shownSchema(schema, base)));
    },
    schema: async ({ schemas, id }) => {
      const wanted = id.toLowerCase();
      const found = allSchemas(schemas).find((schema) => schema.id.toLowerCase() === wanted);
      if (!found) throw new ScimError(404, `There is no schema ${id.slice(0, 200)}.`);
      return { status: 200, body: shownSchema(found, base) };
    },
    resourceTypes: async (call) => {
      refuseFilter(call);
      return list(kinds.map((kind) => resourceType(kind, call.schemas[kind], base)));
    },
    resourceType: async ({ schemas, id }) => {
      const kind = kinds.find((one) => one.toLowerCase() === id.toLowerCase());
      if (!kind) throw new ScimError(404, `There is no resource type ${id.slice(0, 200)}.`);
      return { status: 200, body: resourceType(kind, schemas[kind], base) };
    },
    serviceProviderConfig: serviceProviderConfig(base),
  };
}

/** RFC 7644 4: a filter there is answered 403. */
function refuseFilter({ query }: ScimCall): void {
  if (query.has('filter')) throw new ScimError(403, 'What the hub supports is not filtered.');
}

function list(resources: object[]) {
  return {
    status: 200,
    body: {
      schemas: [LIST_URN],
      totalResults: resources.length,
      itemsPerPage: resources.length,
      startIndex: 1,
      Resources: resources,
    },
  };
}

function allSchemas(schemas: TenantSchemas): SchemaDefinition[] {
  return kinds.flatMap((kind) => [
    schemas[kind].core,
    ...schemas[kind].extensions.map(({ schema }) => schema),
  ]);
}

function shownSchema(schema: SchemaDefinition, base: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    ...schema,
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` },
  };
}

function resourceType(kind: ResourceKind, { core, extensions }: ResourceSchema, base: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: kind,
    name: kind,
    description: core.description,
    endpoint: endpoints[kind],
    schema: core.id,
    schemaExtensions: extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${kind}` },
  };
}
