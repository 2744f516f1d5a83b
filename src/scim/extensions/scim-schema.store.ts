import type { TenantDb } from '../../platform/database/database.ts';
import type { SchemaDefinition } from '../schemas/attribute.ts';
import type { CustomSchema } from '../schemas/custom-schema.ts';

/** A custom schema as it is kept. */
export interface StoredSchema extends CustomSchema {
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

interface SchemaRow extends Omit<StoredSchema, 'schema'> {
  definition: SchemaDefinition;
}

const SCHEMA = `extends, required, definition, version, created_at as "createdAt",
  updated_at as "updatedAt"`;

export async function listSchemas(db: TenantDb): Promise<StoredSchema[]> {
  const { rows } = await db.query<SchemaRow>(
    `select ${SCHEMA} from scim_schema where tenant_id = $1 order by urn_ci`,
    [db.tenantId],
  );
  return rows.map(storedSchema);
}

export async function findSchema(db: TenantDb, urn: string): Promise<StoredSchema | undefined> {
  const { rows } = await db.query<SchemaRow>(
    `select ${SCHEMA} from scim_schema where tenant_id = $1 and urn_ci = $2`,
    [db.tenantId, urn.toLowerCase()],
  );
  return rows[0] && storedSchema(rows[0]);
}

/** Undefined where the tenant has a schema of that URN. */
export async function insertSchema(
  db: TenantDb,
  custom: CustomSchema,
): Promise<StoredSchema | undefined> {
  const { id } = custom.schema;
  const { rows } = await db.query<SchemaRow>(
    `insert into scim_schema (tenant_id, urn_ci, urn, extends, required, definition)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning ${SCHEMA}`,
    [
      ...[db.tenantId, id.toLowerCase(), id, custom.extends, custom.required],
      JSON.stringify(custom.schema),
    ],
  );
  return rows[0] && storedSchema(rows[0]);
}

/** At the version that was read; undefined when it was changed meanwhile, or is gone. */
export async function updateSchema(
  db: TenantDb,
  { version, ...custom }: CustomSchema & { version: number },
): Promise<StoredSchema | undefined> {
  const { rows } = await db.query<SchemaRow>(
    `update scim_schema set urn = $3, required = $4, definition = $5, version = version + 1,
       updated_at = now()
     where tenant_id = $1 and urn_ci = $2 and version = $6 returning ${SCHEMA}`,
    [
      ...[db.tenantId, custom.schema.id.toLowerCase(), custom.schema.id, custom.required],
      ...[JSON.stringify(custom.schema), version],
    ],
  );
  return rows[0] && storedSchema(rows[0]);
}

export async function deleteSchema(db: TenantDb, urn: string): Promise<boolean> {
  const { count } = await db.query('delete from scim_schema where tenant_id = $1 and urn_ci = $2', [
    db.tenantId,
    urn.toLowerCase(),
  ]);
  return count > 0;
}

function storedSchema({ definition, ...row }: SchemaRow): StoredSchema {
  return { ...row, schema: definition };
}
