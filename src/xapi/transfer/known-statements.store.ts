import type { TenantDb } from '../../platform/database/database.ts';

/** Those of the ids that statements here have. */
export async function knownIds(db: TenantDb, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    'select id from statement where tenant_id = $1 and id = any ($2::uuid[])',
    [db.tenantId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}
