import type { TenantDb } from '../../../platform/database/database.ts';

/** Those of the ids that statements in the LRS have: what is sent again is not judged again. */
export async function knownStatements(db: TenantDb, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    'select id from statement where tenant_id = $1 and id = any ($2::uuid[])',
    [db.tenantId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}
