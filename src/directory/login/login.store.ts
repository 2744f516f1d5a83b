import type { Queryable } from '../../platform/database/database.ts';

/** Whose connection that is. */
export async function findLoginTenant(lookup: Queryable, id: string): Promise<string | undefined> {
  const { rows } = await lookup.query<{ tenantId: string }>(
    `select tenant_id as "tenantId" from find_directory_connection($1)`,
    [id],
  );
  return rows[0]?.tenantId;
}
