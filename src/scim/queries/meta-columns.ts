import type { FilterColumn } from '../filter/filter-target.ts';
import type { ResourceKind } from '../schemas/registry.ts';

/** Where clients find resources of a kind, by the last part of the path. */
export const endpoints: Record<ResourceKind, string> = { User: '/Users', Group: '/Groups' };

/** `id` and `meta` of a table with our columns. @param row its alias @param base URL of `/scim/v2` */
export function metaColumns(
  kind: ResourceKind,
  row: string,
  base: string,
): Record<string, FilterColumn> {
  return {
    id: { sql: `${row}.id`, type: 'uuid' },
    externalId: { sql: `${row}.external_id`, type: 'text' },
    'meta.resourceType': { sql: `'${kind}'::text`, type: 'text' },
    'meta.created': { sql: `${row}.created_at`, type: 'timestamptz' },
    'meta.lastModified': { sql: `${row}.modified_at`, type: 'timestamptz' },
    'meta.version': { sql: `('W/"' || ${row}.version || '"')`, type: 'text' },
    'meta.location': { sql: locationSql(kind, `${row}.id`, base), type: 'text' },
  };
}

/** The URI of a resource. */
export function locationSql(kind: ResourceKind, id: string, base: string): string {
  return `(${quoted(`${base}${endpoints[kind]}/`)} || ${id})`;
}

/** The operator's own text, never a client's. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Now, even where the clock steps back: `meta.lastModified` only grows. */
export function laterThan({ modifiedAt }: { modifiedAt: Date }): Date {
  return new Date(Math.max(Date.now(), modifiedAt.getTime()));
}
