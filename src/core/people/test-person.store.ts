import type { TenantDb } from '../../platform/database/database.ts';

/** Marks somebody whom a platform made to try things out, so that no analytics count them. */
export async function markTestPerson(db: TenantDb, id: string): Promise<void> {
  await db.query(
    'update person set is_test = true where tenant_id = $1 and id = $2 and not is_test',
    [db.tenantId, id],
  );
}
