import type { Database } from '../../platform/database/database.ts';
import { type ResourceKind, type ResourceSchema, schemaOf } from '../schemas/registry.ts';
import { listSchemas } from './scim-schema.store.ts';

/** What resources of a tenant may hold. */
export type TenantSchemas = Readonly<Record<ResourceKind, ResourceSchema>>;

export interface SchemaSource {
  of(tenantId: string): Promise<TenantSchemas>;
  /** Drops what this process remembers, so that a change here holds at once. */
  forget(): void;
}

/** A changed schema holds within this time in every process. */
const CACHE_MS = 10_000;
const CACHE_SIZE = 1_000;

export function createSchemaSource({
  database,
  now = Date.now,
}: {
  database: Database;
  now?: () => number;
}): SchemaSource {
  const cache = new Map<string, { schemas: Promise<TenantSchemas>; until: number }>();

  async function read(tenantId: string): Promise<TenantSchemas> {
    const custom = await database.read(tenantId, listSchemas);
    return { User: schemaOf('User', custom), Group: schemaOf('Group', custom) };
  }

  return {
    of(tenantId) {
      const known = cache.get(tenantId);
      if (known && known.until > now()) return known.schemas;
      const schemas = read(tenantId);
      if (cache.size >= CACHE_SIZE) cache.clear();
      cache.set(tenantId, { schemas, until: now() + CACHE_MS });
      schemas.catch(() => cache.delete(tenantId));
      return schemas;
    },
    forget: () => cache.clear(),
  };
}
